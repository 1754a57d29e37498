// The site at a glance, and the one thing that can be asked of it.

import { useState } from 'preact/hooks';
import { count, decimal, digest, milliseconds, sentence } from './format.js';
import { html } from './html.js';
import { fetchJson } from './live.js';

function Total({ label, name, value, warn, hint }) {
  return html`
    <div class=${warn ? 'total warn' : 'total'} title=${hint}>
      <dt>${label}</dt><dd data-total=${name}>${value}</dd>
    </div>`;
}

const CONNECTION = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost, trying again',
};

export function Connection({ site }) {
  return html`
    <p class=${`connection ${site.connection}`} role="status" data-connection=${site.connection}>
      ${CONNECTION[site.connection]}
    </p>`;
}

export function Totals({ stats }) {
  const model = stats.models[0];
  return html`
    <dl class="totals">
      <${Total} label="Devices" name="devices" value=${count(stats.devices)} />
      <${Total} label="Frames segmented" name="frames" value=${count(stats.frames_segmented)} />
      <${Total} label="Lost" name="lost" value=${count(stats.lost)} warn=${stats.lost > 0}
        hint="Results missing so far: gaps in the sequence numbers" />
      <${Total} label="Frames per second" name="rate" value=${decimal(stats.frames_per_second, 1)}
        hint="Over the last ten seconds" />
      <${Total} label="Latency, median" name="p50" value=${milliseconds(stats.latency_p50_ms)}
        hint="From the capture of a frame to the arrival of its result here" />
      <${Total} label="Latency, 99 %" name="p99" value=${milliseconds(stats.latency_p99_ms)} />
      <${Total} label="Dice, mean" name="dice" value=${decimal(stats.dice_lesion_mean, 3)}
        hint="Against the reviewers' masks, per image with a lesion" />
      <${Total} label="Engine" name="engine" value=${stats.engines[0] ?? '–'} />
      <${Total} label="Model" name="model" hint=${model && `SHA-256 ${model.model_sha256}`}
        value=${html`${model?.model_id || '–'} <code>${digest(model?.model_sha256)}</code>`} />
    </dl>`;
}

export function Trainer({ trainer, rollouts }) {
  const [answer, setAnswer] = useState('');
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    try {
      const accepted = await fetchJson('/api/v1/retrain', { method: 'POST' });
      setAnswer(`Asked for a new model (${accepted.request_id.slice(0, 13)}).`);
    } catch (error) {
      setAnswer(`Not asked: ${error.message}`);
    }
    setAsking(false);
  };
  const training = trainer?.state === 'TRAINING';
  return html`
    <section class="trainer" aria-label="Trainer">
      <p>
        <span class="caption">Trainer</span>
        <b data-total="trainer">${trainer ? sentence(trainer.state) : 'Not heard of'}</b>
        ${trainer?.detail && html` <span class="detail">${trainer.detail}</span>`}
        ${trainer && html` <span class="detail">${count(trainer.feedback_frames)} reviewed frames</span>`}
      </p>
      ${rollouts.map((report) => html`
        <p key=${report.edge} class=${report.state === 'REFUSED' ? 'warn' : ''}>
          <span class="caption">Edge ${report.edge}</span>
          ${report.state === 'SWITCHED'
            ? `switched to ${report.model_id}`
            : `${report.state.toLowerCase()} ${report.model_id}: ${report.detail}`}
        </p>`)}
      <button type="button" id="retrain" disabled=${asking || training} onClick=${ask}>
        ${training ? 'Training' : 'Retrain'}
      </button>
      <p class="answer" role="status">${answer}</p>
    </section>`;
}
