// Braze's Liquid, on liquidjs: ${…} names, url_param_escape, connected_content with a real call, abort_message.
// https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/connected_content
import { Abort, ask, basic } from './asking.mjs';

// By address, for a workspace, for 5 minutes at least: never by person.
const cache = new Map();

export async function braze(need, job, calls) {
  const { Liquid } = need('liquidjs');
  const engine = new Liquid();
  if (!job.keep) {
    cache.clear();
  }

  engine.registerFilter('url_param_escape', (value) => encodeURIComponent(value ?? ''));
  engine.registerTag('abort_message', {
    parse(token) {
      this.said = token.args.match(/^\(\s*(?:'([^']*)'|"([^"]*)")?\s*\)$/);
      if (!this.said) {
        throw new Error(`no abort_message: ${token.args}`);
      }
    },
    render() {
      throw new Abort(this.said[1] ?? this.said[2] ?? '');
    },
  });
  engine.registerTag('connected_content', {
    parse(token) {
      this.call = parse(token.args);
    },
    async render(context, emitter) {
      const { url, options } = this.call;
      const target = await engine.parseAndRender(url, context.getAll());
      const answer = await fetchOnce(calls, target, options, job);
      if (answer === null) {
        if (options.retry) {
          throw new Abort(`connected content failed: ${target}`);
        }
        return;
      }
      let value;
      try {
        value = JSON.parse(answer.body);
      } catch {
        emitter.write(answer.body);
        return;
      }
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        value.__http_status_code__ = answer.status;
      }
      context.bottom()[options.save ?? 'connected'] = value;
    },
  });

  const parts = {};
  for (const [name, text] of Object.entries(job.tags)) {
    const plain = text.replace(/(?:(\w+)\.)?\$\{\s*([^}]+?)\s*\}/g, (_, of, field) => (of ? `${of}.${field}` : field));
    try {
      parts[name] = await engine.parseAndRender(plain, { ...job.person });
    } catch (fault) {
      throw fault.originalError?.name === 'Abort' ? fault.originalError : fault;
    }
  }
  return { parts };
}

async function fetchOnce(calls, target, options, job) {
  const kept = !('no_cache' in options) && (options.method ?? 'get') === 'get';
  if (kept && cache.has(target)) {
    return cache.get(target);
  }
  const secret = options.basic_auth ? job.keys[options.basic_auth] : null;
  if (options.basic_auth && !secret) {
    throw new Abort(`no credential ${options.basic_auth}`);
  }
  for (let turn = 0; turn < (options.retry ? 5 : 1); turn++) {
    const answer = await ask(calls, target, secret ? basic(secret.username, secret.password) : {}, 2000).catch(() => null);
    if (answer && answer.status >= 200 && answer.status <= 299) {
      if (kept) {
        cache.set(target, answer);
      }
      return answer;
    }
  }
  return null;
}

function parse(args) {
  const found = args.match(/^\s*(https?:\/\/(?:\{\{.*?\}\}|[^\s{}])+)((?:\s+:\w+(?:\s+[^\s:]\S*)?)*)\s*$/s);
  if (!found) {
    throw new Error(`no connected_content: ${args}`);
  }
  const options = {};
  for (const [, name, value] of found[2].matchAll(/:(\w+)(?:\s+([^\s:]\S*))?/g)) {
    options[name] = value ?? true;
  }
  const age = options.cache_max_age === undefined ? 300 : Number(options.cache_max_age);
  if (!(age >= 300 && age <= 14_400)) {
    throw new Error(`Braze keeps answers for 300 to 14,400 s, not ${options.cache_max_age}`);
  }
  for (const name of Object.keys(options)) {
    if (!['save', 'basic_auth', 'headers', 'method', 'body', 'content_type', 'cache_max_age', 'no_cache', 'retry'].includes(name)) {
      throw new Error(`connected_content has no option ${name}`);
    }
  }
  return { url: found[1], options };
}
