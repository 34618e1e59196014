/** The page about the model: all of it from what the API tells. */

import * as api from './api.js';
import {diagram} from './diagram.js';
import {byId, element} from './elements.js';

const count = new Intl.NumberFormat('en');
const measure = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});

async function start() {
  try {
    show(await api.model());
  } catch (failure) {
    byId('error').textContent = failure.message;
    byId('error').hidden = false;
  }
  byId('main').setAttribute('aria-busy', 'false');
}

function show({domains, network, provenance, backend}) {
  const images = Object.values(provenance.data).reduce((sum, each) => sum + each, 0);
  facts([
    ['parameters', count.format(network.parameters)],
    ['pixels', `${network.imageSize} × ${network.imageSize}`],
    ['latent dimensions', count.format(network.latentSize)],
    ['domains', domains.join(', ')],
    ['training images', images ? count.format(images) : 'not told'],
    ['architecture', network.architecture],
  ]);
  byId('diagram').append(diagram(network, domains));
  layers(network);
  bars(provenance.data);
  rows('metrics', Object.entries(provenance.metrics).map(([name, value]) => [name, measure.format(value)]));
  byId('licence-text').textContent = provenance.licence;
  rows('configuration', Object.entries(provenance.configuration));
  rows('software', [
    ['trained', new Date(provenance.created).toISOString().slice(0, 10)],
    ...Object.entries(provenance.software).map(([name, version]) => [`trained with ${name}`, version]),
    ['weights on disk', network.weights.join(', ')],
    ['computes here', `${backend.name}: ${backend.description}`],
  ]);
}

function facts(pairs) {
  byId('facts').append(...pairs.map(([name, value]) =>
    element('div', {}, element('dt', {textContent: name}), element('dd', {textContent: value}))));
}

function layers(network) {
  const body = byId('layers').tBodies[0];
  for (const part of ['encoder', 'heads', 'decoder']) {
    network[part].forEach((layer, index) => {
      const mmd = part === 'decoder' && index === network.mmdLayer ? ', its output goes to the MMD penalty' : '';
      body.append(row([part, layer.kind, layer.detail + mmd, layer.output.join(' × '),
        count.format(layer.parameters)], 3));
    });
  }
}

function bars(data) {
  const most = Math.max(...Object.values(data));
  byId('data').tBodies[0].append(...Object.entries(data).map(([domain, images]) => {
    const made = row([domain, '', count.format(images)], 2);
    made.cells[1].append(element('meter', {max: most, value: images, 'aria-hidden': 'true'}));
    return made;
  }));
}

function rows(id, pairs) {
  byId(id).tBodies[0].append(...pairs.map((pair) => row(pair, 1)));
}

/** A row whose first cell names it, with numbers from one of its cells on. */
function row(texts, numbers) {
  return element('tr', {}, ...texts.map((textContent, index) => index === 0
    ? element('th', {scope: 'row', textContent})
    : element('td', {textContent, className: index >= numbers ? 'number' : ''})));
}

start();
