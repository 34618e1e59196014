/** Pictures that were chosen, made ready to be sent and shown. */

import {element} from './elements.js';

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/bmp'];

/** The model draws small faces: more pixels than these would only take longer. */
const MAX_SIDE = 2048;
const QUALITY = 0.92;

/**
 * Reads a file. What is returned has the file to send as blob, its pixels as bitmap, width and height.
 * @param limit the most bytes that may be sent
 */
export async function read(file, limit) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error('This is not a picture that the browser can show: JPEG, PNG, WebP, GIF or BMP.');
  }
  const scale = MAX_SIDE / Math.max(bitmap.width, bitmap.height);
  let blob = file;
  if (scale < 1 || file.size > limit || !TYPES.includes(file.type)) {
    const canvas = draw(Math.min(1, scale) * bitmap.width, Math.min(1, scale) * bitmap.height,
        (context, width, height) => context.drawImage(bitmap, 0, 0, width, height));
    bitmap.close();
    bitmap = await createImageBitmap(canvas);
    blob = await toBlob(canvas, 'image/jpeg');
  }
  return {blob, bitmap, width: bitmap.width, height: bitmap.height};
}

/** Cuts a face's square out, upright, as the model sees it. */
export function cut(picture, face, size) {
  const canvas = draw(size, size, (context) => {
    context.translate(size / 2, size / 2);
    context.scale(size / face.side, size / face.side);
    context.rotate(-face.rollDegrees * Math.PI / 180);
    context.drawImage(picture.bitmap, -face.centreX, -face.centreY);
  });
  return toBlob(canvas, 'image/png');
}

/** Takes what a video shows. */
export function snapshot(video) {
  return toBlob(draw(video.videoWidth, video.videoHeight, (context) => context.drawImage(video, 0, 0)),
      'image/jpeg');
}

/** Turns Base64 into a PNG file. */
export function png(base64) {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], {type: 'image/png'});
}

/** Shows a blob in an image, and forgets the one that it showed before. */
export function show(image, blob) {
  if (image.src.startsWith('blob:')) {
    URL.revokeObjectURL(image.src);
  }
  image.src = URL.createObjectURL(blob);
  return image;
}

/** Saves a file as a download. */
export function save(blob, name) {
  const link = element('a', {href: URL.createObjectURL(blob), download: name});
  link.click();
  URL.revokeObjectURL(link.href);
}

function draw(width, height, painter) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  painter(context, canvas.width, canvas.height);
  return canvas;
}

function toBlob(canvas, type) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}
