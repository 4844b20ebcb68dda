// How ESPs ask: plain HTTP, no redirect followed, a time after which they give up.
export class Abort extends Error {
  name = 'Abort';
}

export async function ask(calls, url, headers = {}, timeout = 10_000) {
  if (/[\s{}<>|"«»]/.test(url)) {
    throw new Error(`no address that an ESP could call: ${url}`);
  }

  const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
  const body = await answer.text();
  calls.push({ url, status: answer.status, type: answer.headers.get('content-type'), outcome: answer.headers.get('x-renderer-outcome'), bytes: body.length });
  return { status: answer.status, body, type: answer.headers.get('content-type') ?? '' };
}

export const bearer = (key) => ({ authorization: `Bearer ${key}`, accept: 'application/json' });
export const basic = (user, password) => ({ authorization: 'Basic ' + Buffer.from(`${user}:${password}`).toString('base64') });

/** The answer of a feed: one JSON object, not an array, and nothing but plain values in it where an ESP keeps each as a field. */
export function flat(answer, mayNest = false) {
  if (answer.status !== 200) {
    return null;
  }
  if (!answer.type.startsWith('application/json')) {
    throw new Error(`a feed must be JSON, and is ${answer.type}`);
  }
  const value = JSON.parse(answer.body);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error('a feed must be an object');
  }
  for (const [name, each] of Object.entries(value)) {
    if (!mayNest && typeof each !== 'string') {
      throw new Error(`${name} is no plain text: ${JSON.stringify(each)}`);
    }
  }
  return value;
}
