// Area, confidence and Dice over time.

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { html } from './html.js';

const HEIGHT = 132;

const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString('en-GB');

function options(width, unit) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const font = '11px system-ui, sans-serif';
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 0, 0, 0],
    scales: { fraction: { range: [0, 1] }, area: { range: (_, min, max) => [0, Math.max(1, max * 1.15)] } },
    axes: [
      { ...axis, font, size: 22, space: 80, values: (_, values) => values.map(clock) },
      { ...axis, font, scale: 'area', size: 46, values: (_, values) => values.map((v) => `${v}`) },
      { ...axis, font, scale: 'fraction', side: 1, size: 34, grid: { show: false } },
    ],
    series: [
      {},
      { label: `Area (${unit})`, scale: 'area', stroke: colour('--area'), width: 2, points: { show: false } },
      { label: 'Confidence', scale: 'fraction', stroke: colour('--confidence'), width: 1.5, points: { show: false } },
      { label: 'Dice', scale: 'fraction', stroke: colour('--dice'), width: 1.5, dash: [4, 3], points: { show: false } },
    ],
  };
}

export function Trend({ device }) {
  const box = useRef(null);
  const plot = useRef(null);
  const { points } = device;
  const unit = device.scaled ? 'mm²' : 'px';
  const data = [
    points.map((point) => point.time),
    points.map((point) => point.area),
    points.map((point) => point.confidence),
    points.map((point) => point.dice),
  ];

  useEffect(() => {
    plot.current = new uPlot(options(box.current.clientWidth, unit), data, box.current);
    const resize = new ResizeObserver(() =>
      plot.current.setSize({ width: box.current.clientWidth, height: HEIGHT }));
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      plot.current.destroy();
    };
  }, [unit]);
  useEffect(() => plot.current.setData(data));

  return html`
    <figure class="trend">
      <figcaption>
        <span class="key area">Area, ${unit}</span>
        <span class="key confidence">Confidence</span>
        <span class="key dice">Dice</span>
      </figcaption>
      <div ref=${box} class="plot" role="img"
        aria-label=${`Trend of ${device.name}: area, confidence and Dice of the last ${points.length} results`}></div>
    </figure>`;
}
