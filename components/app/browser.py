"""What the reader's window tells the app, and the one thing the app asks of it.

- It tells for which of the widths of a figure the page has room, once that is another than the server was told with the session.
- It tells when the theme has changed (a machine that turns dark in the evening): figures and cards have colours of their own, and Streamlit
  changes only its own.
- It tells when the connection was lost and is there again. The server that answers now may be another one, which knows nothing of this reader; it
  reads the view from the address, before the next click, which would otherwise be lost.
- A plain click on a link to a screen stays in the session: Streamlit follows it as it follows the browser's history. In a small window the sidebar,
  which covers the screen, closes.
- Before the page is printed it measures how far figures and tables have to shrink for paper; only the printed page is drawn so
(`components/theme/styles.py`).
- It lets a screen reader say what a change of filters came to: the sentence of the screen, which Streamlit changes in silence.
- Streamlit adds an entry to the browser's history whenever the address changes. Here a change of filters replaces the entry, so
  that back and forward move between screens and not through every filter that was tried.
"""

from __future__ import annotations

import streamlit as st

from components.server.index_page import COOKIE
from components.theme.layouts import DESKTOP, PHONE, WIDTHS

_JS = """
export default function ({ data, parentElement, setStateValue }) {
  if (!history.replacesFilters) {
    const push = history.pushState.bind(history);
    history.pushState = (state, title, url) =>
      url && new URL(url, location.href).pathname === location.pathname
        ? history.replaceState(state, title, url)
        : push(state, title, url);
    history.replacesFilters = true;
  }
  const page = document.querySelector("[data-testid=stMainBlockContainer]") ?? document.body;
  let told = data.told, waiting;
  const measure = () => {
    const style = getComputedStyle(page);
    const content = page.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const fits = Math.max(...data.widths.filter((w) => w <= content), data.widths[0]);
    document.cookie = `${data.cookie}=${fits}; samesite=strict`;
    if (fits !== told) setStateValue("width", (told = fits));
  };
  // not while the page is put together, the sidebar opens or the window is drawn wider
  const observer = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(measure, 200);
  });
  observer.observe(page);
  const app = document.querySelector("[data-testid=stApp]");
  let scheme = getComputedStyle(app).colorScheme;
  const themes = new MutationObserver(() => {
    const now = getComputedStyle(app).colorScheme;
    if (now !== scheme) setStateValue("scheme", (scheme = now));
  });
  themes.observe(app, { attributes: true, attributeFilter: ["class"] });
  let last;          // the link to a screen that has the focus: it keeps it when the links are sent anew
  const focused = ({ target }) => (last = target.closest("nav.screens a")?.textContent);
  document.addEventListener("focusin", focused);
  const follow = (event) => {
    const link = event.target.closest?.("nav.screens a");
    if (!link || !connected() || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    if (innerWidth > 768) return;
    last = undefined;
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  };
  document.addEventListener("click", follow);
  const connected = () => app.getAttribute("data-test-connection-state") === "CONNECTED";
  let there = connected();
  const connections = new MutationObserver(() => {
    if (connected() && !there) setStateValue("connected", Date.now());
    there = connected();
  });
  connections.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  const status = Object.assign(document.createElement("div"), { role: "status" });
  status.style.cssText = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
  document.body.append(status);
  const sentence = () => document.querySelector("[data-testid=stMain] [role=figure]")?.ariaLabel
    ?? document.querySelector("[data-testid=stMain] p")?.textContent;
  const idle = () => app.getAttribute("data-test-script-state") === "notRunning";
  let running = !idle(), before;          // the sentence that stood there when the run began
  const runs = new MutationObserver(() => {
    if (!idle()) {
      if (!running) before = sentence();
      running = true;
      return;
    }
    running = false;
    if (last && document.activeElement === document.body)
      [...document.querySelectorAll("nav.screens a")].find((link) => link.textContent === last && link.checkVisibility())?.focus();
    const now = sentence();
    if (before && now && now !== before) status.textContent = now;
  });
  runs.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  // 182 mm are 688 pixels, A4 between its margins; of the height so much that title and sentence stand above, as long as it can be read
  const fit = () => {
    for (const drawn of document.querySelectorAll(".js-plotly-plot, [data-testid=stDataFrame]"))
      drawn.closest("[data-testid=stElementContainer]").style.setProperty("--paper",
        Math.min(1, 688 / drawn.clientWidth, Math.max(0.6, 720 / drawn.clientHeight)));
  };
  addEventListener("beforeprint", fit);
  return () => {
    removeEventListener("beforeprint", fit);
    document.removeEventListener("focusin", focused);
    document.removeEventListener("click", follow);
    clearTimeout(waiting);
    status.remove();
    for (const one of [observer, themes, connections, runs]) one.disconnect();
  };
}
"""


def viewport_width() -> int:
    """The width to lay figures out for: PHONE, TABLET or DESKTOP.

    Draws nothing; to be called once a run.
    """
    key = "window"
    told = (st.session_state.get(key) or {}).get("width") or _first_width()
    component = st.components.v2.component("strike_positions_window", js=_JS)
    state = component(key=key, data={"told": told, "widths": WIDTHS, "cookie": COOKIE},
                      default={"width": told, "scheme": None, "connected": None},
                      on_width_change=lambda: None, on_scheme_change=lambda: None, on_connected_change=lambda: None)
    return int(state.width or told)


def _first_width() -> int:
    """The width before the page has been measured: that of the cookie with which the session was opened (`components/server/index_page.py`);
    without it, of a phone or of any other browser (or none, in tests)."""
    if (cookie := st.context.cookies.get(COOKIE)) in map(str, WIDTHS):
        return int(cookie)
    return PHONE if "Mobi" in st.context.headers.get("User-Agent", "") else DESKTOP
