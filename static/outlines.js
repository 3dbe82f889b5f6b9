// Makes the map's outlines lighter: `node outlines.js plotly-geo-assets.js OUT` (see README.md beside this file).
const fs = require("fs"), path = require("path");
const { feature, quantize } = require("topojson-client");
const { filter, filterAttachedWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } = require("topojson-simplify");
const { geoBounds } = require("d3-geo");

global.self = global; global.window = {};
const { world_50m: source } = require(path.resolve(process.argv[2])).topojson;

// Steradians: a pixel of the figure at 1920x1080 is about 2e-7 on the map of Europe and 1e-5 on that of the world.
const EUROPE = { file: "world_50m.json", detail: 8e-8, islands: 1.5e-6, west: -27, south: 30, east: 62, north: 75 };
const WORLD = { file: "world_110m.json", detail: 4e-6, islands: 3e-5, west: -180, south: -60, east: 180, north: 90 };

for (const map of [EUROPE, WORLD]) {
  const topology = structuredClone({ ...source, objects: { countries: source.objects.countries, land: source.objects.land } });
  const inside = ([x, y]) => x >= map.west && x <= map.east && y >= map.south && y <= map.north;
  const seen = (arcs) => {
    const [[w, s], [e, n]] = geoBounds(feature(topology, { type: "Polygon", arcs }));
    return (w > e || (w <= map.east && e >= map.west)) && s <= map.north && n >= map.south;
  };
  // parts that the map cannot show go; a country keeps its longest part, so that each is still found by its code
  for (const shape of [...topology.objects.countries.geometries, ...topology.objects.land.geometries]) {
    if (shape.type !== "MultiPolygon") continue;
    const parts = shape.arcs.filter(seen);
    shape.arcs = parts.length ? parts : [shape.arcs.reduce((a, b) => (b[0].length > a[0].length ? b : a))];
  }
  const weighed = presimplify(filter(topology, () => true), sphericalTriangleArea);
  for (const arc of weighed.arcs) for (const p of arc) if (Number.isFinite(p[2]) && !inside(p)) p[2] *= 5e-4;
  const lighter = quantize(filter(simplify(weighed, map.detail), filterAttachedWeight(weighed, map.islands, sphericalRingArea)), 1e5);
  fs.writeFileSync(path.join(process.argv[3], map.file), JSON.stringify(lighter));
  console.log(map.file, lighter.arcs.reduce((n, arc) => n + arc.length, 0), "points");
}
