/** The square around a face that is given: dragged over the picture, or set by sliders. */

import {byId} from './elements.js';

/** Calls back when the square is dragged; the sliders belong to the form. */
export function listen(onChange) {
  const preview = byId('preview');
  const drag = (event) => {
    if (byId('marker').hidden || !event.buttons) {
      return;
    }
    const box = byId('preview-image').getBoundingClientRect();
    byId('face-x').value = (event.clientX - box.left) / box.width;
    byId('face-y').value = (event.clientY - box.top) / box.height;
    place();
    onChange();
  };
  preview.addEventListener('pointerdown', (event) => {
    preview.setPointerCapture(event.pointerId);
    event.preventDefault();
    drag(event);
  });
  preview.addEventListener('pointermove', drag);
}

/** Shows the square, or hides it. */
export function toggle(shown) {
  byId('marker').hidden = !shown;
  byId('given').hidden = !shown;
  place();
}

/** The square as the API's parameters; the side's unit is the picture's shorter side. */
export function parameters(picture) {
  return [
    ['faceX', value('face-x') * picture.width],
    ['faceY', value('face-y') * picture.height],
    ['faceSide', value('face-side') * Math.min(picture.width, picture.height)],
    ['faceRoll', value('face-roll')],
  ];
}

/** Draws the square where the sliders say. */
export function place() {
  const image = byId('preview-image');
  const side = value('face-side') * Math.min(image.clientWidth, image.clientHeight);
  const style = byId('marker').style;
  style.width = style.height = `${side}px`;
  style.left = `${value('face-x') * image.clientWidth - side / 2}px`;
  style.top = `${value('face-y') * image.clientHeight - side / 2}px`;
  style.rotate = `${value('face-roll')}deg`;
}

function value(id) {
  return byId(id).valueAsNumber;
}
