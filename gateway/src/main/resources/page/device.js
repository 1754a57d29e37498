// One device: its newest frame under its mask, what was measured, how its frames ended.

import { useEffect, useRef, useState } from 'preact/hooks';
import { age, area, count, decimal, percent, sentence } from './format.js';
import { html } from './html.js';
import { Overlay } from './overlay.js';
import { Trend } from './trend.js';

const STALE_AFTER_S = 5;
const TICK_MS = 100;
const CLOCK_HZ = 300e6;

function Picture({ device, masked, onShown }) {
  const frame = useRef(null);
  const mask = useRef(null);
  const [note, setNote] = useState(device.shown ? null : 'Waiting for the first result');
  const [shown, setShown] = useState(null);

  useEffect(() => {
    const overlay = new Overlay(frame.current, mask.current, (result, problem) => {
      setNote(problem);
      if (result) {
        setShown(result);
        onShown(result);
      }
    });
    device.onMask = (result) => overlay.show(result);
    if (device.shown) overlay.show(device.shown);
    return () => {
      device.onMask = () => {};
    };
  }, [device]);

  const shape = shown
    ? (shown.frame_width * (shown.spacing_x_mm || 1)) / (shown.frame_height * (shown.spacing_y_mm || 1))
    : 4 / 3;
  const label = shown
    ? `Frame ${shown.sequence} of ${device.name}, lesion area ${area(shown)}`
    : `No frame of ${device.name} yet`;
  return html`
    <div class="picture">
      <div class="stack" style=${{ '--shape': shape }} role="img" aria-label=${label}>
        <canvas ref=${frame} class="frame" data-sequence=${shown?.sequence}></canvas>
        <canvas ref=${mask} class="mask" hidden=${!masked} data-sequence=${shown?.sequence}></canvas>
      </div>
      ${note && html`<p class="note">${note}</p>`}
    </div>`;
}

function Age({ site, result }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const time = result && (result.capture_time_us || result.received_time_us);
  const seconds = time ? Math.max(0, (site.now() - time / 1000) / 1000) : null;
  const stale = seconds != null && seconds > STALE_AFTER_S;
  return html`
    <${Measure} label=${stale ? 'Frame age ⚠ stale' : 'Frame age'} name="age" warn=${stale}
      value=${age(seconds)} />`;
}

function Measure({ label, name, value, warn, hint }) {
  return html`
    <div class=${warn ? 'measure warn' : 'measure'} title=${hint}>
      <dt>${label}</dt><dd data-value=${name}>${value}</dd>
    </div>`;
}

const ORDER = ['SEGMENTED', 'LATE', 'REJECTED', 'FAILED', 'MALFORMED', 'DUPLICATE'];

function Outcomes({ info }) {
  const frames = info?.frames ?? {};
  const lost = info?.lost ?? 0;
  return html`
    <ul class="outcomes" aria-label="How frames ended">
      ${ORDER.filter((name) => name === 'SEGMENTED' || frames[name]).map((name) => html`
        <li key=${name} class=${name === 'SEGMENTED' ? '' : 'other'}>
          ${sentence(name)} <b data-outcome=${name}>${count(frames[name] ?? 0)}</b>
        </li>`)}
      <li class=${lost ? 'warn' : ''} title="Results missing so far: gaps in the sequence numbers">
        ${lost ? '⚠ ' : ''}Lost <b data-value="lost">${count(lost)}</b>
      </li>
    </ul>`;
}

// Of an accelerator only; a board's clock is its own, so the rate is stated at a given one.
function Cycles({ cycles }) {
  if (!cycles) return null;
  return html`
    <${Measure} label="Cycles" name="cycles" value=${count(cycles)}
      hint="Of the accelerator's clock, for this frame" />
    <${Measure} label=${`At ${CLOCK_HZ / 1e6} MHz`} name="clocked-rate"
      value=${`${decimal(CLOCK_HZ / cycles, 0)}/s`} hint="Frames per second that the cycles mean" />`;
}

export function DeviceCard({ site, device }) {
  const [masked, setMasked] = useState(true);
  const [result, setResult] = useState(device.shown);
  const { info } = device;
  const state = info?.state ?? 'UNKNOWN';
  const title = `device-${device.name}`;
  return html`
    <article class="device" aria-labelledby=${title} data-device=${device.name}>
      <header>
        <h2 id=${title}>${device.name}</h2>
        <span class=${`state ${state.toLowerCase()}`}>${sentence(state)}</span>
        <button type="button" class="toggle" aria-pressed=${masked ? 'true' : 'false'}
          onClick=${() => setMasked(!masked)}>${masked ? 'Hide mask' : 'Show mask'}</button>
        ${info?.description && html`<p class="description">${info.description}</p>`}
      </header>
      <${Picture} device=${device} masked=${masked} onShown=${setResult} />
      <dl class="measures">
        <${Measure} label="Lesion area" name="area" value=${area(result)} />
        <${Measure} label="Confidence" name="confidence" value=${percent(result?.confidence)} />
        <${Measure} label="Dice, mean" name="dice"
          value=${decimal(info?.dice_lesion_mean, 3)}
          hint="Against the reviewers' masks, over images with a lesion" />
        <${Measure} label="Dice, last" name="last-dice" value=${decimal(device.lastDice, 3)} />
        <${Age} site=${site} result=${result} />
        <${Measure} label="Frame" name="sequence" value=${count(result?.sequence)}
          hint=${result && `Session ${result.session}`} />
        <${Cycles} cycles=${result?.timings?.device_cycles} />
      </dl>
      <${Trend} device=${device} />
      <${Outcomes} info=${info} />
    </article>`;
}
