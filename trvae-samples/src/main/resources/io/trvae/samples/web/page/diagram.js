/** A network as a drawing: blocks from left to right, the label above, the latent code in the middle. */

import {svg} from './elements.js';

const GAP = 30;
const MIDDLE = 200;
const LABEL_TOP = 14;
const BOTTOM = 320;
const WITH_WEIGHTS = ['Conv2d', 'Dense'];

export function diagram(network, domains) {
  const blocks = [
    picture('picture', network),
    ...group(network.encoder, -1),
    latent(network),
    ...group(network.decoder, network.mmdLayer),
    picture('result', network),
  ];
  let x = 20;
  for (const block of blocks) {
    block.x = x;
    x += block.width + GAP;
  }
  const width = x - GAP + 20;
  return svg('svg', {viewBox: `0 0 ${width} ${BOTTOM + 40}`, role: 'img', 'aria-label': describe(blocks)},
      ...flows(blocks), ...labels(blocks, domains, width), ...blocks.flatMap(draw));
}

/** A block is a layer with weights, what follows it, and what prepares its input. */
function group(layers, mmdLayer) {
  const blocks = [];
  let waiting = {label: false};
  layers.forEach((layer, index) => {
    if (WITH_WEIGHTS.includes(layer.kind)) {
      blocks.push({...sizes(layer.output), kind: layer.kind, detail: layer.detail, label: waiting.label, mmd: false});
      waiting = {label: false};
    } else if (layer.kind === 'ConcatLabel') {
      waiting.label = true;
    } else if (blocks.length > 0) {
      const last = blocks[blocks.length - 1];
      last.label ||= layer.label;
      if (layer.kind === 'Reshape') {
        Object.assign(last, sizes(layer.output));
      }
    }
    if (index === mmdLayer && blocks.length > 0) {
      blocks[blocks.length - 1].mmd = true;
    }
  });
  return blocks;
}

function picture(kind, network) {
  return {...sizes([3, network.imageSize, network.imageSize]), kind, detail: '', label: false, mmd: false};
}

function latent(network) {
  return {...sizes([network.latentSize, 1, 1]), kind: 'latent', detail: '', label: false, mmd: false};
}

function sizes([channels, height, width]) {
  return height * width === 1
    ? {width: 14, height: 30 + 4 * Math.sqrt(channels), size: `${channels}`}
    : {width: 8 + 2.4 * Math.sqrt(channels), height: 12 + 20 * Math.sqrt(height), size: `${channels}·${height}²`};
}

function draw(block) {
  const classes = ['block', block.kind === 'latent' && 'latent', block.label && 'label', block.mmd && 'mmd'];
  const centre = block.x + block.width / 2;
  const name = {Conv2d: 'conv', Dense: block.mmd ? 'MMD' : 'dense', latent: 'latent'}[block.kind] ?? block.kind;
  return [
    svg('rect', {class: classes.filter(Boolean).join(' '), x: block.x, y: MIDDLE - block.height / 2, rx: 4,
      width: block.width, height: block.height}),
    svg('text', {class: 'name', x: centre, y: BOTTOM}, name),
    svg('text', {x: centre, y: BOTTOM + 16}, block.size),
  ];
}

function flows(blocks) {
  return blocks.slice(1).flatMap((block, index) => {
    const before = blocks[index];
    const end = block.x - 5;
    return [
      svg('path', {class: 'flow', d: `M${before.x + before.width + 4} ${MIDDLE}H${end - 4}`}),
      svg('path', {class: 'head', d: `M${end} ${MIDDLE}l-6 -3.5v7z`}),
    ];
  });
}

/** The source's label goes into what is left of the latent code, the target's into what is right of it. */
function labels(blocks, domains, width) {
  const middle = blocks.findIndex((block) => block.kind === 'latent');
  const sides = [['source label', blocks.slice(0, middle)], ['target label', blocks.slice(middle)]];
  return sides.flatMap(([name, side]) => {
    const seeing = side.filter((block) => block.label);
    if (seeing.length === 0) {
      return [];
    }
    const centres = seeing.map((block) => block.x + block.width / 2);
    const text = `${name}: ${domains.length} domains`;
    const half = 78;
    const chip = Math.min(Math.max((Math.min(...centres) + Math.max(...centres)) / 2, half + 4), width - half - 4);
    const rail = LABEL_TOP + 36;
    return [
      svg('path', {class: 'from-label', d: `M${chip} ${LABEL_TOP + 12}V${rail}`}),
      svg('path', {class: 'from-label',
        d: `M${Math.min(chip, ...centres)} ${rail}H${Math.max(chip, ...centres)}`}),
      ...seeing.map((block, index) => svg('path', {class: 'from-label',
        d: `M${centres[index]} ${rail}V${MIDDLE - block.height / 2}`})),
      svg('rect', {class: 'chip', x: chip - half, y: LABEL_TOP - 12, width: 2 * half, height: 24, rx: 12}),
      svg('text', {class: 'chip-text', x: chip, y: LABEL_TOP + 4}, text),
    ];
  });
}

function describe(blocks) {
  return `From left to right: ${blocks.map((block) => [
    block.kind, block.detail, block.size, block.label && 'sees the label', block.mmd && 'MMD layer',
  ].filter(Boolean).join(' ')).join('; ')}`;
}
