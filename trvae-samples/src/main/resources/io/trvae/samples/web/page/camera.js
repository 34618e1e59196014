/** A picture from the camera, in a dialog of its own. */

import {byId} from './elements.js';
import {snapshot} from './picture.js';

export function listen(onFile) {
  const dialog = byId('camera-dialog');
  const video = byId('video');
  byId('camera').addEventListener('click', () => open(dialog, video));
  byId('camera-close').addEventListener('click', () => dialog.close());
  byId('snap').addEventListener('click', async () => {
    const picture = await snapshot(video);
    dialog.close();
    onFile(picture);
  });
  dialog.addEventListener('close', () => stop(video));
}

async function open(dialog, video) {
  byId('snap').disabled = true;
  byId('camera-error').hidden = true;
  dialog.showModal();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: 'user'}});
    video.srcObject = stream;
    await video.play();
    byId('snap').disabled = false;
    if (!dialog.open) {
      stop(video);
    }
  } catch {
    byId('camera-error').textContent = 'There is no camera, or the browser may not use it.';
    byId('camera-error').hidden = false;
  }
}

function stop(video) {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}
