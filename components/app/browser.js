/* What the reader's window tells the app, and what the app does in the window. Streamlit calls the exported function after each run. */

const app = () => document.querySelector("[data-testid=stApp]");
const connected = () => app().getAttribute("data-test-connection-state") === "CONNECTED";
const idle = () => app().getAttribute("data-test-script-state") === "notRunning";

const observe = (element, attribute, callback) => {
  const observer = new MutationObserver(callback);
  observer.observe(element, { attributes: true, attributeFilter: [attribute] });
  return () => observer.disconnect();
};

const listen = (target, type, callback) => {
  target.addEventListener(type, callback);
  return () => target.removeEventListener(type, callback);
};

/* Streamlit adds a history entry whenever the URL changes. A change of filters replaces the entry instead, so that back and forward move
   between pages and not through every filter that was tried. */
function replaceHistoryOfFilters() {
  if (history.replacesFilters) return;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) =>
    url && new URL(url, location.href).pathname === location.pathname
      ? history.replaceState(state, title, url)
      : push(state, title, url);
  history.replacesFilters = true;
}

/* Reports for which layout the page has room, once that differs from what the server knows. Resizing has to stop for 200 ms first: not while
   the page is built, the sidebar opens or the window is drawn wider. */
function reportWidth({ told, widths, cookie }, setStateValue) {
  const page = document.querySelector("[data-testid=stMainBlockContainer]") ?? document.body;
  let known = told;
  let waiting;
  const measure = () => {
    const style = getComputedStyle(page);
    const content = page.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const fits = Math.max(...widths.filter((width) => width <= content), widths[0]);
    document.cookie = `${cookie}=${fits}; samesite=strict`;
    if (fits !== known) setStateValue("width", (known = fits));
  };
  const observer = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(measure, 200);
  });
  observer.observe(page);
  return () => {
    clearTimeout(waiting);
    observer.disconnect();
  };
}

/* Reports a change of theme (a machine that turns dark in the evening): figures and cards have colours of their own, and Streamlit changes
   only its own. */
function reportTheme(setStateValue) {
  let scheme = getComputedStyle(app()).colorScheme;
  return observe(app(), "class", () => {
    const now = getComputedStyle(app()).colorScheme;
    if (now !== scheme) setStateValue("scheme", (scheme = now));
  });
}

/* Reports that the connection is back. The server that answers now may be another one, which knows nothing of this reader; it reads the view
   from the URL, before the next click, which would otherwise be lost. */
function reportReconnection(setStateValue) {
  let there = connected();
  return observe(app(), "data-test-connection-state", () => {
    if (connected() && !there) setStateValue("connected", Date.now());
    there = connected();
  });
}

/* A plain click on a link to a page stays in the session: Streamlit follows it as it follows the browser's history. In a small window the
   sidebar, which covers the page, closes. The link keeps the focus when the links are sent anew. */
function followLinks() {
  let last;
  const stops = [
    listen(document, "focusin", ({ target }) => (last = target.closest("nav.screens a")?.textContent)),
    listen(document, "click", (event) => {
      const link = event.target.closest?.("nav.screens a");
      if (!link || !connected() || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState({}, "", link.href);
      dispatchEvent(new PopStateEvent("popstate"));
      if (innerWidth > 768) return;
      last = undefined;
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    }),
    observe(app(), "data-test-script-state", () => {
      if (idle() && last && document.activeElement === document.body)
        [...document.querySelectorAll("nav.screens a")].find((link) => link.textContent === last && link.checkVisibility())?.focus();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/* Lets a screen reader say what a change of filters came to: the page's sentence, which Streamlit changes in silence. */
function announceFindings() {
  const status = Object.assign(document.createElement("div"), { role: "status" });
  status.style.cssText = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
  document.body.append(status);
  const sentence = () =>
    document.querySelector("[data-testid=stMain] [role=figure]")?.ariaLabel ?? document.querySelector("[data-testid=stMain] p")?.textContent;
  let running = !idle();
  let before; // the sentence that stood there when the run began
  const stop = observe(app(), "data-test-script-state", () => {
    if (!idle()) {
      if (!running) before = sentence();
      running = true;
      return;
    }
    running = false;
    const now = sentence();
    if (before && now && now !== before) status.textContent = now;
  });
  return () => {
    stop();
    status.remove();
  };
}

/* Measures before printing how far figures and tables have to shrink for paper (`components/theme/page.css`). 182 mm are 688 pixels, A4 between
   its margins; the height leaves room for title and sentence, as long as the figure can be read. */
function fitToPaper() {
  return listen(window, "beforeprint", () => {
    for (const drawn of document.querySelectorAll(".js-plotly-plot, [data-testid=stDataFrame]"))
      drawn
        .closest("[data-testid=stElementContainer]")
        .style.setProperty("--paper", Math.min(1, 688 / drawn.clientWidth, Math.max(0.6, 720 / drawn.clientHeight)));
  });
}

export default function ({ data, setStateValue }) {
  replaceHistoryOfFilters();
  const stops = [
    reportWidth(data, setStateValue),
    reportTheme(setStateValue),
    reportReconnection(setStateValue),
    followLinks(),
    announceFindings(),
    fitToPaper(),
  ];
  return () => stops.forEach((stop) => stop());
}
