/** The page on which one tries the model: brings its parts together. */

import * as api from './api.js';
import * as camera from './camera.js';
import * as controls from './controls.js';
import {byId} from './elements.js';
import * as marker from './marker.js';
import {cut, read, show} from './picture.js';
import * as result from './result.js';
import * as sources from './sources.js';

const SIZE = 512;
const STRIP_SIZE = 96;
const STRIP_STEPS = 9;
const FILM_SIZE = 256;

/** After the last change of the form, in milliseconds: a slider changes often. */
const PATIENCE = 80;

let model;
let picture;
/** Makes the film of what is shown. */
let film;
let running = new AbortController();
let timer;

async function start() {
  try {
    model = await api.model();
  } catch (failure) {
    result.showError(failure.message);
    return;
  }
  controls.prepare(model, drawSoon);
  marker.listen(drawSoon);
  result.listen(() => film(), () => {
    controls.takeWhole();
    drawSoon();
  });
  sources.listen(take);
  camera.listen(take);
  new ResizeObserver(marker.place).observe(byId('preview-image'));
  sources.showExamples(model.examples, take);
}

/** Takes a new picture; its domain is guessed where it is not known. */
async function take(file, domain) {
  const signal = supersede();
  await work(signal, async () => {
    picture = await read(file, model.limits.uploadBytes);
    show(byId('preview-image'), picture.blob);
    byId('preview').hidden = false;
    byId('invite').hidden = true;
    byId('guess').textContent = '';
    result.tell('Looking at the picture …');
    // An example is a face already, an upload may be a whole photo.
    controls.suggestFace(Boolean(domain));
    if (domain) {
      controls.setFrom(domain);
    } else if (model.guesses) {
      showGuess(await api.guess(picture.blob, signal));
    }
    await draw(signal);
  });
}

function showGuess(guess) {
  const sure = guess.probabilities.find((each) => each.domain === guess.domain).probability;
  byId('guess').textContent = `Looks like ${guess.domain}, ${Math.round(100 * sure)} % sure.`;
  controls.setFrom(guess.domain);
}

function drawSoon() {
  if (picture) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const signal = supersede();
      work(signal, () => draw(signal));
    }, PATIENCE);
  }
}

/** Ends what is being done: its result would be out of date. */
function supersede() {
  clearTimeout(timer);
  running.abort();
  running = new AbortController();
  return running.signal;
}

async function work(signal, task) {
  result.setBusy(true);
  try {
    await task();
  } catch (failure) {
    if (!signal.aborted) {
      if (failure.code === api.NO_FACE) {
        result.showNoFace();
      } else {
        result.showError(failure.message);
      }
    }
  }
  if (!signal.aborted) {
    result.setBusy(false);
  }
}

async function draw(signal) {
  result.tell('Drawing …');
  const began = performance.now();
  const common = controls.parameters(picture);
  const targets = controls.targets(model);
  const drawn = await api.transfer(picture.blob,
      [...common, ['size', SIZE], ['strength', controls.strength()], ...targets.map((to) => ['to', to])], signal);
  // In its own domain the picture is only reconstructed.
  const first = drawn.pictures.find((each) => each.to !== drawn.from) ?? drawn.pictures[0];
  const alone = !common.some(([name, value]) => name === 'putBack' && value !== 'none');
  const before = alone ? await cut(picture, drawn.faces[0], SIZE) : picture.blob;
  signal.throwIfAborted();
  const compare = (chosen) => {
    result.compare(before, chosen, drawn.from);
    film = filmOf(picture, common, drawn.from, chosen.to);
  };
  compare(first);
  const choose = (chosen) => {
    compare(chosen);
    const next = supersede();
    work(next, () => drawStrip(common, chosen.to, next));
  };
  result.choices(drawn.pictures, first, choose);
  result.tell(`Drawn in ${((performance.now() - began) / 1000).toFixed(2)} seconds`);
  await drawStrip(common, first.to, signal);
}

async function drawStrip(common, to, signal) {
  const strengths = Array.from({length: STRIP_STEPS}, (_, step) => ['strength', step / (STRIP_STEPS - 1)]);
  const drawn = await api.transfer(picture.blob,
      [...faceAlone(common), ['size', STRIP_SIZE], ['to', to], ...strengths], signal);
  signal.throwIfAborted();
  result.strip(drawn.pictures, controls.strength(), (chosen) => {
    controls.setStrength(chosen.strength);
    drawSoon();
  });
}

function filmOf(shown, common, from, to) {
  return async () => [
    await api.morph(shown.blob, [...faceAlone(common), ['size', FILM_SIZE], ['to', to]]),
    `${from}-${to}.gif`,
  ];
}

/** What lies between is shown of one face: whole pictures would be many pixels. */
function faceAlone(common) {
  return common.filter(([name]) => name !== 'putBack')
      .map(([name, value]) => [name, name === 'face' && value === 'all' ? 'largest' : value]);
}

start();
