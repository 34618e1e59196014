/** Elements, made of properties and children; text is never taken for HTML. */

export function element(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** The same in SVG, where all properties are attributes. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

function fill(made, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-')) {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children);
  return made;
}
