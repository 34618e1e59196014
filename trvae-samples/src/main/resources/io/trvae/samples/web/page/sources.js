/** The ways by which a picture comes: a file, a drop, the clipboard, an example. */

import {byId, element} from './elements.js';

/** Calls back with each picture, as a file, and with the domain where it is known. */
export function listen(onFile) {
  byId('choose').addEventListener('click', () => byId('file').click());
  byId('file').addEventListener('change', (event) => {
    take(event.target.files, onFile);
    event.target.value = '';
  });
  listenToDrops(onFile);
  document.addEventListener('paste', (event) => take(event.clipboardData.files, onFile));
}

/** Offers examples, and begins with the first. */
export function showExamples(examples, onFile) {
  const choose = async (example) => onFile(await (await fetch(example.path)).blob(), example.domain);
  byId('examples').append(...examples.map((example) => {
    const label = `${example.title} (${example.domain})`;
    const button = element('button', {type: 'button', title: label},
        element('img', {src: example.path, alt: label}));
    button.addEventListener('click', () => choose(example));
    return element('li', {}, button);
  }));
  if (examples.length > 0) {
    choose(examples[0]);
  }
}

function listenToDrops(onFile) {
  const mark = (over) => byId('drop').classList.toggle('over', over);
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(true);
  });
  document.addEventListener('dragleave', (event) => mark(Boolean(event.relatedTarget)));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(false);
    take(event.dataTransfer.files, onFile);
  });
}

function take(files, onFile) {
  if (files.length > 0) {
    onFile(files[0]);
  }
}
