// Reads jobs, a JSON object a line, runs each as the ESP would that it names, and writes what came of it, a line each.
// A job: { engine, tags: {html, subject, …}, person, feeds: {feed: [...]}, keys: {…}, keep }. An answer: { parts: {html, …}, aborted, calls, error }.
import readline from 'node:readline';
import { createRequire } from 'node:module';
import path from 'node:path';
import { braze } from './braze.mjs';
import { ampscript, ssjs } from './sfmc.mjs';
import * as feeds from './feeds.mjs';
import { merge } from './merge.mjs';

const need = createRequire(path.join(process.argv[2], 'package.json'));
const engines = {
  braze: (job, calls) => braze(need, job, calls),
  brazejs: (job, calls) => feeds.brazejs(need, job, calls),
  ampscript, ssjs,
  iterable: (job, calls) => feeds.iterable(need, job, calls),
  airship: (job, calls) => feeds.airship(need, job, calls),
  adobe_journey_optimizer: (job, calls) => feeds.journeyOptimizer(need, job, calls),
  customer_io: (job, calls) => feeds.customerIo(need, job, calls),
  onesignal: (job, calls) => feeds.oneSignal(need, job, calls),
  brevo: (job, calls) => feeds.brevo(need, job, calls),
  marketo: feeds.marketo,
  merge: (job) => merge(need, job),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const calls = [];
  let answer;
  try {
    answer = await engines[job.engine](job, calls);
  } catch (fault) {
    answer = fault?.name === 'Abort' ? { aborted: fault.message } : { error: String(fault?.stack ?? fault) };
  }
  process.stdout.write(JSON.stringify({ parts: {}, ...answer, calls }) + '\n');
}
