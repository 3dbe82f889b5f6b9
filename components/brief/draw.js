for (const place of document.querySelectorAll(".figure")) {
  const figure = JSON.parse(document.getElementById(place.id + "-json").textContent);
  place.textContent = "";
  Plotly.newPlot(place, figure.data, figure.layout, {displayModeBar: false, responsive: false, showTips: false});
}
