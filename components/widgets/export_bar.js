/* Copies the link and triggers image downloads. The figure's own modebar button makes the image; it reads the format when it is clicked. */
export default function ({ data, parentElement }) {
  const told = parentElement.querySelector("[role=status]");
  const tell = (text) => { told.textContent = text; setTimeout(() => (told.textContent = ""), 4000); };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(data.address);
    } catch {                                   // without https there is no clipboard API
      const field = Object.assign(document.createElement("textarea"), { value: data.address });
      document.body.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      if (!copied) return tell("The browser does not allow it: the link is under “Cite”");
    }
    tell("Copied");
  };
  const image = (format) => {
    const figure = document.querySelector(`.st-key-${data.figure} .js-plotly-plot`);
    const button = figure?.querySelector(".modebar-btn");
    if (!button) {                              // waits until the figure is drawn
      tell("The figure is being drawn");
      return setTimeout(() => parentElement.isConnected && image(format), 300);
    }
    const options = figure._context.toImageButtonOptions;
    const usual = options.format;
    options.format = format;
    button.click();
    options.format = usual;
  };
  const acts = { link: copy, png: () => image("png"), svg: () => image("svg") };
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = acts[button.name];
    button.hidden = !data.figure && button.name !== "link";
  }
}
