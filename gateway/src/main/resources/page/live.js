// The site as the gateway tells it: one event stream, reconnected for as long as it takes.

const HISTORY = 200; // points of a trend, as many as are fetched at the start
const SILENCE_MS = 5000; // the gateway sends an overview every second
const RETRY_MS = 2000;
const REDRAW_MS = 250;

const keyOf = (result) => `${result.session}/${result.sequence}`;

/** What is known of one device: its overview, its newest mask, its trend. */
export class Device {
  constructor(name) {
    this.name = name;
    this.info = null;
    this.shown = null;
    this.points = [];
    this.lastDice = null;
    this.onMask = () => {};
  }

  add(result) {
    if (result.outcome !== 'SEGMENTED') return;
    const key = keyOf(result);
    if (!this.points.some((point) => point.key === key)) {
      this.points.push({
        key,
        time: (result.capture_time_us || result.received_time_us) / 1e6,
        area: result.lesion_area_mm2 ?? result.lesion_pixels,
        confidence: result.confidence,
        dice: result.dice ?? null,
      });
      this.points.sort((a, b) => a.time - b.time);
      this.points.splice(0, this.points.length - HISTORY);
    }
    if (result.mask && (!this.shown || result.received_time_us >= this.shown.received_time_us)) {
      this.shown = result;
      this.onMask(result);
    }
  }

  score(score) {
    this.lastDice = score.dice;
    const point = this.points.find((candidate) => candidate.key === keyOf(score));
    if (point) point.dice = score.dice;
  }

  /** Millimetres are known: areas are in mm² and pictures in their true shape. */
  get scaled() {
    return this.shown?.lesion_area_mm2 != null;
  }
}

export class Site {
  constructor() {
    this.connection = 'connecting';
    this.problem = null;
    this.stats = null;
    this.devices = new Map();
    this.clockOffsetMs = 0;
    this.onChange = () => {};
  }

  start() {
    this.open();
    setInterval(() => this.watch(), 1000);
  }

  /** The gateway's clock, milliseconds since 1970: this computer's may be off. */
  now() {
    return Date.now() + this.clockOffsetMs;
  }

  open() {
    this.lastEvent = Date.now();
    this.stream = new EventSource('/api/v1/events');
    const on = (type, handle) =>
      this.stream.addEventListener(type, (event) => {
        this.lastEvent = Date.now();
        this.connection = 'live';
        handle(JSON.parse(event.data));
        this.change();
      });
    on('overview', (overview) => this.overview(overview));
    on('results', (results) => results.forEach((result) => this.device(result.device).add(result)));
    on('scores', (scores) => scores.forEach((score) => this.device(score.device).score(score)));
    on('problem', (problem) => {
      this.problem = problem.error;
    });
    this.stream.onerror = () => this.lost();
  }

  lost() {
    this.connection = 'lost';
    this.stream.close();
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), RETRY_MS);
    this.change();
  }

  watch() {
    if (this.connection !== 'lost' && Date.now() - this.lastEvent > SILENCE_MS) this.lost();
  }

  overview(overview) {
    this.problem = null;
    this.stats = overview.stats;
    this.clockOffsetMs = overview.server_time_us / 1000 - Date.now();
    overview.devices.forEach((info) => {
      this.device(info.device).info = info;
    });
  }

  device(name) {
    if (!this.devices.has(name)) {
      const device = new Device(name);
      this.devices.set(name, device);
      this.history(device);
    }
    return this.devices.get(name);
  }

  async history(device) {
    try {
      const rows = await fetchJson(
        `/api/v1/results?device=${device.name}&outcome=SEGMENTED&limit=${HISTORY}`);
      rows.results.forEach((row) => device.add(row));
      const newest = rows.results[0];
      if (newest && !device.shown) {
        device.add(await fetchJson(`/api/v1/results/${device.name}/${keyOf(newest)}`));
      }
      this.change();
    } catch (error) {
      console.warn(`no history of ${device.name}: ${error.message}`);
    }
  }

  change() {
    if (this.redraw) return;
    this.redraw = setTimeout(() => {
      this.redraw = null;
      this.onChange();
    }, REDRAW_MS);
  }
}

export async function fetchJson(url, options) {
  const response = await fetch(url, options);
  const body = await response.json();
  if (!response.ok) throw new Error(`${body.error}; ${body.what_to_do}`);
  return body;
}
