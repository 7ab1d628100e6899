"use strict";
// Draws the figures that the tables beside them give in full; without this script nothing is missing but the picture.

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {HTMLElement} place */
const draw = (place) => {
  const { labels, values, name } = JSON.parse(place.dataset.chart);
  const ink = style("--muted"), line = style("--line"), brand = style("--brand");
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line } };
  place.replaceChildren();
  new uPlot({
    width: place.clientWidth,
    height: 200,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, labels.length - 0.4] }, y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_plot, splits) => splits.map((at) => labels[at] ?? ""), incrs: [1, 2, 3, 4, 6, 7, 14, 31] },
      { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] },
    ],
    series: [{}, { label: name, stroke: brand, fill: brand, paths: uPlot.paths.bars({ size: [0.7, 60] }), points: { show: false } }],
  }, [labels.map((_label, at) => at), values], place);
};

const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
document.addEventListener("DOMContentLoaded", drawAll);
let waiting = 0;
addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(drawAll, 150); });
