/** What was drawn: beside the picture under a slider, every domain, and the way there. */

import {byId, element} from './elements.js';
import {png, save, show} from './picture.js';

/**
 * @param onFilm makes the film of what is shown; its file and name are what it returns
 * @param onWhole takes the whole picture where no face is found
 */
export function listen(onFilm, onWhole) {
  byId('take-whole').addEventListener('click', onWhole);
  byId('download-gif').addEventListener('click', () => saveFilm(onFilm));
  byId('split').addEventListener('input', (event) => {
    byId('compare').style.setProperty('--split', `${event.target.value}%`);
  });
}

export function setBusy(busy) {
  byId('result').setAttribute('aria-busy', busy);
  byId('progress').hidden = !busy;
  if (busy) {
    byId('error').hidden = true;
    byId('no-face').hidden = true;
  }
}

export function showError(message) {
  byId('status').textContent = '';
  byId('error').textContent = message;
  byId('error').hidden = false;
}

export function showNoFace() {
  showError('No face was found in this picture.');
  byId('no-face').hidden = false;
}

export function tell(text) {
  byId('status').textContent = text;
}

/** Shows one result beside the input. */
export function compare(before, drawn, from) {
  const file = png(drawn.png);
  show(byId('before'), before).alt = `The picture, ${from}`;
  show(byId('after'), file).alt = `Drawn as ${drawn.to}`;
  byId('tag-before').textContent = from;
  byId('tag-after').textContent = drawn.to;
  byId('empty').hidden = true;
  byId('compare').hidden = false;
  const download = byId('download');
  if (download.href) {
    URL.revokeObjectURL(download.href);
  }
  download.href = URL.createObjectURL(file);
  download.download = `${drawn.to}.png`;
  byId('downloads').hidden = false;
}

async function saveFilm(onFilm) {
  byId('download-gif').disabled = true;
  try {
    save(...await onFilm());
  } catch (failure) {
    showError(failure.message);
  }
  byId('download-gif').disabled = false;
}

/** Shows several results to choose from, of which one is chosen already. */
export function choices(pictures, first, onChoice) {
  fill(byId('all'), pictures, first, (drawn) => drawn.to, onChoice);
  byId('all').hidden = pictures.length < 2;
}

/** Shows what lies between the picture and the result; one of it is where the strength is. */
export function strip(pictures, strength, onChoice) {
  const nearest = pictures.reduce((best, drawn) =>
    Math.abs(drawn.strength - strength) < Math.abs(best.strength - strength) ? drawn : best);
  fill(byId('strip'), pictures, nearest, (drawn) => `${Math.round(100 * drawn.strength)} %`, onChoice);
  byId('morph').hidden = false;
}

/** A row of pictures as buttons; the one that was pressed last is marked, and keeps the focus. */
function fill(list, pictures, first, label, onChoice) {
  const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
  const buttons = pictures.map((drawn) => {
    const button = element('button', {type: 'button', 'aria-pressed': drawn === first},
        show(element('img', {alt: ''}), png(drawn.png)), element('span', {textContent: label(drawn)}));
    button.addEventListener('click', () => {
      buttons.forEach((other) => other.setAttribute('aria-pressed', other === button));
      onChoice(drawn);
    });
    return button;
  });
  list.querySelectorAll('img').forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...buttons.map((button) => element('li', {}, button)));
  buttons[focused]?.focus();
}
