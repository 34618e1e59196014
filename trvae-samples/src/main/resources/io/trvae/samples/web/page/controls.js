/** How to draw: what the form says, as parameters of the API. */

import {byId, element} from './elements.js';
import * as marker from './marker.js';

const FACES = {whole: 'the whole picture', largest: 'the largest found', all: 'all found', given: 'where I say'};
const WHOLE = 'whole';
const ALL = 'all';

/** Whether it was said which face is meant: then it is no more suggested. */
let faceIsSaid = false;

/** Fills the form with what a model knows; calls back on every change. */
export function prepare(model, onChange) {
  chips('from', model.domains.map((domain) => [domain, domain]), model.domains[0]);
  chips('to', [...model.domains.map((domain) => [domain, domain]), [ALL, 'all']], model.domains[1]);
  chips('face', model.faces.map((face) => [face, FACES[face] ?? face]), WHOLE);
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  byId('controls').addEventListener('input', () => {
    follow();
    onChange();
  });
  byId('face').addEventListener('click', () => {
    faceIsSaid = true;
  });
  byId('dice').addEventListener('click', () => {
    byId('seed').value = Math.floor(Math.random() * 1000);
    onChange();
  });
  follow();
}

export function from() {
  return chosen('from');
}

/** The targets: one, or all. */
export function targets(model) {
  return chosen('to') === ALL ? model.domains : [chosen('to')];
}

export function strength() {
  return byId('strength').valueAsNumber;
}

export function setStrength(value) {
  byId('strength').value = value;
  follow();
}

/** Takes a domain for the picture's own; where that was the target, another becomes it. */
export function setFrom(domain) {
  const same = chosen('to') === domain;
  choose('from', domain);
  if (same) {
    const other = [...byId('to').querySelectorAll('input')].find((input) => input.value !== domain);
    choose('to', other.value);
  }
}

/** Takes the whole picture for the face, or looks for the largest, unless something else was said. */
export function suggestFace(whole) {
  if (!faceIsSaid) {
    setFace(whole ? WHOLE : 'largest');
  }
}

/** Takes the whole picture for the face. */
export function takeWhole() {
  setFace(WHOLE);
}

/** What all requests for a picture have in common. */
export function parameters(picture) {
  const pairs = [['from', chosen('from')], ['face', chosen('face')]];
  if (chosen('face') === 'given') {
    pairs.push(...marker.parameters(picture));
  }
  if (chosen('face') !== WHOLE) {
    pairs.push(['putBack', byId('put-back').value]);
  }
  if (byId('sample').checked) {
    pairs.push(['seed', byId('seed').valueAsNumber || 0]);
  }
  return pairs;
}

function setFace(face) {
  choose('face', face);
  follow();
}

function follow() {
  byId('strength-value').textContent = `${Math.round(100 * strength())} %`;
  byId('seed-row').hidden = !byId('sample').checked;
  const face = chosen('face');
  marker.toggle(face === 'given');
  byId('put-back-row').hidden = face === WHOLE;
  const alone = byId('put-back').options[0];
  alone.disabled = face === 'all';
  if (alone.disabled && alone.selected) {
    byId('put-back').selectedIndex = 1;
  }
}

function chips(name, choices, first) {
  byId(name).append(...choices.map(([value, text]) => element('label', {},
      element('input', {type: 'radio', name, value, checked: value === first}),
      element('span', {textContent: text}))));
}

function chosen(name) {
  return byId(name).querySelector('input:checked').value;
}

function choose(name, value) {
  byId(name).querySelector(`input[value="${CSS.escape(value)}"]`).checked = true;
}
