// The live page: a site's devices, each with its newest frame under its mask.

import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { DeviceCard } from './device.js';
import { count } from './format.js';
import { Connection, Totals, Trainer } from './header.js';
import { html } from './html.js';
import { Site } from './live.js';

function Problems({ site }) {
  const garbage = site.stats?.garbage.reduce((sum, entry) => sum + entry.messages, 0) ?? 0;
  const stored = site.stats?.duplicates_stored ?? 0;
  return html`
    ${site.problem && html`<p class="problem" role="alert">⚠ ${site.problem}.</p>`}
    ${stored > 0 && html`<p class="problem" role="alert">⚠ ${count(stored)} results are stored twice.</p>`}
    ${garbage > 0 && html`
      <p class="problem minor">${count(garbage)} ${garbage === 1 ? 'message was' : 'messages were'} not what the topic promises: counted and set aside.</p>`}`;
}

function App({ site }) {
  const [, redraw] = useState(0);
  useEffect(() => {
    site.onChange = () => redraw((n) => n + 1);
    site.start();
  }, [site]);
  const devices = [...site.devices.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return html`
    <header class="top">
      <div class="title">
        <h1>QuantU-Net at the bedside</h1>
        <p class="site">Site <b>${site.stats?.site ?? '–'}</b></p>
        <p class="research">Research use only – not for diagnosis</p>
        <${Connection} site=${site} />
      </div>
      ${site.stats && html`<${Totals} stats=${site.stats} />`}
      ${site.stats && html`<${Trainer} trainer=${site.stats.trainer} rollouts=${site.stats.rollouts} />`}
    </header>
    <main aria-label="Devices">
      <${Problems} site=${site} />
      ${devices.length === 0 && html`
        <p class="empty">No device has been heard of yet. Frames appear here as soon as an edge publishes a result.</p>`}
      <div class="grid">
        ${devices.map((device) => html`<${DeviceCard} key=${device.name} site=${site} device=${device} />`)}
      </div>
    </main>
    <footer>
      <p>Masks are computed by a quantized network in integer arithmetic and drawn in orange over the frame that they belong to. Research use only – not for diagnosis.</p>
      <p><a href="/api/v1/stats">Figures</a> <a href="/api/v1/devices">Devices</a> <a href="/api/v1/results?limit=20">Results</a> <a href="/health/ready">Health</a> <a href="/metrics">Metrics</a></p>
    </footer>`;
}

const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App} site=${new Site()} />`, root);
