"""The app's shell: navigation, filters, URL synchronisation and the bridge to the browser."""
