/* Makes plotly's player usable by keyboard and screen reader. plotly recreates the player with each figure and parts of the slider while it
   moves, so an observer labels new elements as they appear. */
export default function ({ data }) {
  const NAMES = ["Play through the days", "Stop at this day"];
  const pressed = (event, act) => { event.preventDefault(); event.stopPropagation(); act(); };
  const named = (element, role, name) => {
    for (const [key, value] of Object.entries({ tabindex: 0, role, "aria-label": name })) element.setAttribute(key, value);
  };
  // An image has no player: it is removed while the modebar button is clicked, also by the export bar.
  const still = ({ target, currentTarget: { layout } }) => {
    if (!target.closest(".modebar-btn")) return;
    const { sliders, updatemenus } = layout;
    Object.assign(layout, { sliders: [], updatemenus: [] });
    setTimeout(() => Object.assign(layout, { sliders, updatemenus }));
  };
  const reach = () => {
    const figure = document.querySelector(`.st-key-${data.key} .js-plotly-plot`), slider = figure?._fullLayout?.sliders?.[0];
    if (!slider) return;
    figure.querySelectorAll(".updatemenu-button").forEach((button, n) => {
      if (button.role) return;
      named(button, "button", NAMES[n]);
      button.addEventListener("keydown", (e) => ["Enter", " "].includes(e.key) && pressed(e, () => button.dispatchEvent(new MouseEvent("click"))));
    });
    const group = figure.querySelector(".slider-group");
    if (!group || group.role) return;
    named(group, "slider", "Day");
    if (!figure.stills) figure.addEventListener("click", still, true);
    figure.stills = true;
    const last = slider.steps.length - 1;
    const tell = () => {
      const now = figure._fullLayout.sliders[0].active;
      const values = { min: 0, max: last, now, text: slider.steps[now].label };
      for (const [key, value] of Object.entries(values)) group.setAttribute(`aria-value${key}`, value);
    };
    const go = (step) => {
      const tick = group.querySelectorAll(".slider-tick-rect")[Math.min(Math.max(step, 0), last)].getBoundingClientRect();
      const where = { bubbles: true, clientX: tick.x + tick.width / 2, clientY: tick.y };
      for (const type of ["mousedown", "mouseup"]) group.querySelector(".slider-rail-touch-rect").dispatchEvent(new MouseEvent(type, where));
    };
    const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -last, End: last };
    group.addEventListener("keydown", (e) => e.key in STEPS && pressed(e, () => go(figure._fullLayout.sliders[0].active + STEPS[e.key])));
    figure.on("plotly_sliderchange", tell);
    figure.on("plotly_animated", tell);
    tell();
  };
  const observer = new MutationObserver(() => requestAnimationFrame(reach));
  observer.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });
  reach();
  return () => observer.disconnect();
}
