/* Scales the figure to the window. Only the innermost element is scaled: a change of the outer size would make Streamlit lay the figure out again. */
export default function ({ data }) {
  const style = document.head.appendChild(document.createElement("style"));
  const fit = () => {
    const scale = Math.min(innerWidth / data.width, innerHeight / data.height);
    const [x, y] = [(innerWidth - scale * data.width) / 2, (innerHeight - scale * data.height) / 2];
    style.textContent = `
      .st-key-${data.key} { position: fixed !important; left: 0; top: 0; width: ${data.width}px !important; max-width: none !important; }
      .st-key-${data.key}, .st-key-${data.key} :has(.js-plotly-plot) { overflow: visible !important; }
      .st-key-${data.key} .js-plotly-plot { overflow: visible !important; transform-origin: 0 0;
                                            transform: translate(${x}px, ${y}px) scale(${scale}); }`;
  };
  addEventListener("resize", fit);
  fit();
  return () => { removeEventListener("resize", fit); style.remove(); };
}
