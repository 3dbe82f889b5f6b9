/* What has to be known before the session opens: the layout that fits the window, as a cookie for the server, and how many actors the URL
   names, as a CSS property that keeps the height of their filter free (`components/theme/page.css`).
   Streamlit 1.67: the sidebar stands open in windows wider than 768 pixels, as wide as the reader has drawn it; the page has 80 pixels of
   padding on each side in windows of 864 pixels and more, 16 in narrower ones. A wrong guess costs a second run, which
   `components/app/browser.js` asks for. */
// oxlint-disable-next-line no-unused-vars -- called by the line that the server adds
function prepareLayout(widths, cookie) {
  document.documentElement.style.setProperty("--actors", new URLSearchParams(location.search).getAll("actors").length);
  try {
    const sidebar = innerWidth > 768 ? Number(localStorage.getItem("sidebarWidth")) || 300 : 0;
    const content = innerWidth - sidebar - (innerWidth < 864 ? 32 : 160);
    const fits = Math.max(...widths.filter((width) => width <= content), Math.min(...widths));
    document.cookie = `${cookie}=${fits}; samesite=strict`;
  } catch {
    // a browser without storage or cookies
  }
}
