/** The server's API. Failures are Errors whose message can be shown; some have the library's code. */

export const NO_FACE = 'TRVAE-104';

const TRIES = 4;

export async function model() {
  return (await call('api/v1/model')).json();
}

export async function guess(picture, signal) {
  return (await post('api/v1/guess', picture, [], signal)).json();
}

/**
 * @param parameters pairs of name and value, as the API describes them
 */
export async function transfer(picture, parameters, signal) {
  return (await post('api/v1/transfer', picture, parameters, signal)).json();
}

/** Draws the way from one domain to another as an animated GIF. */
export async function morph(picture, parameters) {
  return (await post('api/v1/morph', picture, parameters)).blob();
}

function post(path, picture, parameters, signal) {
  return call(`${path}?${new URLSearchParams(parameters)}`, {
    method: 'POST', headers: {'Content-Type': picture.type}, body: picture, signal,
  });
}

async function call(path, options) {
  for (let tries = 1; ; tries++) {
    const response = await reach(path, options);
    if (response.ok) {
      return response;
    }
    const wait = Number(response.headers.get('Retry-After'));
    if (!wait || tries === TRIES) {
      throw await failure(response);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * wait));
    options?.signal?.throwIfAborted();
  }
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (failure) {
    options?.signal?.throwIfAborted();
    throw new Error('The server cannot be reached. Is it still running?', {cause: failure});
  }
}

async function failure(response) {
  try {
    const {detail, code} = await response.json();
    return Object.assign(new Error(detail), {code});
  } catch {
    return new Error(`The server answered ${response.status}.`);
  }
}
