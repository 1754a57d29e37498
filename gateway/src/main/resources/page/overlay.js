// A frame with its own mask over it: both change together, so that they always belong together.

const FILL_ALPHA = 60; // of 255; the tissue must stay visible
const LESION = [230, 159, 0]; // Okabe-Ito orange: distinct from grey for every kind of colour vision

/** The mask as 0/1 bytes on its own grid, from alternating run lengths that begin with background. */
export function decodeRuns({ width, height, runs }) {
  const pixels = new Uint8Array(width * height);
  let start = 0;
  runs.forEach((run, i) => {
    if (i % 2 === 1) pixels.fill(1, start, start + run);
    start += run;
  });
  return pixels;
}

/** The mask at the frame's size, by nearest neighbour: pixel floor((x + 0.5) * from / to). */
export function enlarge(mask, width, height) {
  const grid = decodeRuns(mask);
  const columns = Int32Array.from({ length: width }, (_, x) =>
    Math.floor(((2 * x + 1) * mask.width) / (2 * width)));
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((2 * y + 1) * mask.height) / (2 * height)) * mask.width;
    for (let x = 0; x < width; x++) pixels[y * width + x] = grid[row + columns[x]];
  }
  return pixels;
}

function paintMask(canvas, mask, width, height) {
  canvas.width = width;
  canvas.height = height;
  const pixels = enlarge(mask, width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const edge = Math.max(1, Math.round(Math.max(width, height) / 250));
  const at = (x, y) => x >= 0 && y >= 0 && x < width && y < height && pixels[y * width + x] === 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!pixels[y * width + x]) continue;
      const inside = at(x - edge, y) && at(x + edge, y) && at(x, y - edge) && at(x, y + edge);
      image.data.set([...LESION, inside ? FILL_ALPHA : 255], 4 * (y * width + x));
    }
  }
  context.putImageData(image, 0, 0);
}

/**
 * Draws a device's results onto two stacked canvases. While a picture is on its way only the newest
 * result waits, so that a slow connection shows fewer pictures, never older ones. A result whose
 * picture cannot be had leaves the newest picture with its mask where it is.
 */
export class Overlay {
  constructor(frameCanvas, maskCanvas, onDrawn) {
    this.frameCanvas = frameCanvas;
    this.maskCanvas = maskCanvas;
    this.onDrawn = onDrawn;
    this.busy = false;
    this.next = null;
    this.pictured = null;
  }

  show(result) {
    this.next = result;
    if (!this.busy) this.work();
  }

  async work() {
    this.busy = true;
    while (this.next) {
      const result = this.next;
      this.next = null;
      try {
        const picture = await this.picture(result);
        if (picture || !this.pictured) {
          this.draw(result, picture);
        } else {
          this.onDrawn(null,
            `Frame ${result.sequence} cannot be shown; frame ${this.pictured.sequence} stays.`);
        }
      } catch (error) {
        this.onDrawn(null, error.message);
      }
    }
    this.busy = false;
  }

  /** The picture, or null if the gateway is gone or does not keep it any more. */
  async picture(result) {
    try {
      const response = await fetch(
        `/api/v1/frames/${result.device}/${result.session}/${result.sequence}.png`);
      return response.ok ? await createImageBitmap(await response.blob()) : null;
    } catch {
      return null;
    }
  }

  draw(result, picture) {
    const { frame_width: width, frame_height: height } = result;
    this.frameCanvas.width = width;
    this.frameCanvas.height = height;
    if (picture) {
      this.frameCanvas.getContext('2d').drawImage(picture, 0, 0, width, height);
      picture.close();
      this.pictured = result;
    }
    paintMask(this.maskCanvas, result.mask, width, height);
    this.onDrawn(result, picture ? null : 'The picture of this mask cannot be shown.');
  }
}
