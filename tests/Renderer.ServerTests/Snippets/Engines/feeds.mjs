// ESPs that ask a feed and put its fields into a template: their own engines (Liquid, Handlebars, Django's kin), their own ways to name a field.
import { Abort, ask, basic, bearer, flat } from './asking.mjs';

async function each(tags, render) {
  const parts = {};
  for (const [name, text] of Object.entries(tags)) {
    parts[name] = await render(text);
  }
  return { parts };
}

/** The emulator that others wrote: https://github.com/yq314/brazejs */
export async function brazejs(need, job, calls) {
  const Engine = need('brazejs');
  const keys = Object.fromEntries(Object.entries(job.keys).map(([name, value]) => [name, value]));
  const answer = await each(job.tags, (text) => new Engine().parseAndRender(text, { ...job.person, __secrets: keys }));
  calls.push({ url: 'brazejs', status: 200 });
  return answer;
}

export async function iterable(need, job, calls) {
  const handlebars = need('handlebars').create();
  handlebars.registerHelper('urlEncode', function (options) {
    return new handlebars.SafeString(encodeURIComponent(options.fn(this)));
  });
  handlebars.registerHelper('sendSkip', (options) => {
    throw new Abort(options.hash.cause);
  });
  const url = handlebars.compile(job.feeds.url)(job.person);
  const answer = await ask(calls, url, bearer(job.keys.key));
  const renderer = flat(answer);
  if (renderer === null) {
    throw new Abort('DataFeedError');
  }
  return each(job.tags, (text) => {
    // The feed's context first ([[ ]]), then the person's ({{ }}); what the feed said is never read as a template.
    const own = [];
    const feed = text.replace(/\{\{.*?\}\}/gs, (tag) => `\u0001${own.push(tag) - 1}\u0001`)
      .replaceAll('[[{', '{{{').replaceAll('}]]', '}}}').replaceAll('[[', '{{').replaceAll(']]', '}}');
    const said = handlebars.compile(feed)({ renderer });
    return said.replace(/\u0001(\d+)\u0001/g, (_, at) => handlebars.compile(own[at])(job.person));
  });
}

export async function airship(need, job, calls) {
  const handlebars = need('handlebars').create();
  const answer = await ask(calls, handlebars.compile(job.feeds.url)(job.person), bearer(job.keys.key));
  const renderer = flat(answer);
  handlebars.registerHelper('feed', function (id, options) {
    if (id !== 'renderer' || renderer === null) {
      throw new Abort(`feed ${id}`);
    }
    return options.fn(this, { blockParams: [renderer] });
  });
  return each(job.tags, (text) => handlebars.compile(text)(job.person));
}

export async function journeyOptimizer(need, job, calls) {
  const handlebars = need('handlebars').create();
  const [, address] = job.feeds.curl.match(/^curl '([^']+)' -H "Authorization: Bearer \$RENDERER_KEY"$/);
  const url = new URL(address);
  const by = url.searchParams.has('id') ? 'id' : 'email';
  url.searchParams.set(by, job.person[by]);
  url.searchParams.set('message_id', job.person.message);
  const answer = await ask(calls, url.href, bearer(job.keys.key));
  handlebars.registerHelper('externalDataLookup', (options) => {
    const { integrationName, result, required = true } = options.hash;
    const value = integrationName === 'renderer' ? flat(answer) : null;
    if (value === null && required) {
      throw new Abort('ExternalDataLookupExclusion');
    }
    options.data.root[result] = value;
    return '';
  });
  return each(job.tags, (text) => handlebars.compile(text)({}));
}

export async function customerIo(need, job, calls) {
  const { Liquid } = need('liquidjs');
  const engine = new Liquid({ strictVariables: true });
  const answer = await ask(calls, await engine.parseAndRender(job.feeds.url, job.person), bearer(job.keys.key));
  const response = flat(answer);
  const journey = {};
  for (const line of job.feeds.attributes.split('\n')) {
    const [, name, value] = line.match(/^(\w+) = (.+)$/);
    journey[name] = await engine.parseAndRender(value, { response });
  }
  return each(job.tags, (text) => engine.parseAndRender(text, { ...job.person, journey }));
}

export async function oneSignal(need, job, calls) {
  const { Liquid } = need('liquidjs');
  const engine = new Liquid();
  const answer = await ask(calls, await engine.parseAndRender(job.feeds.url, job.person), bearer(job.keys.key));
  const renderer = flat(answer);
  if (renderer === null) {
    throw new Abort('the feed failed, the message is not sent');
  }
  return each(job.tags, (text) => engine.parseAndRender(text, { ...job.person, data_feed: { renderer } }));
}

export async function brevo(need, job, calls) {
  const nunjucks = need('nunjucks');
  const engine = new nunjucks.Environment(null, { autoescape: true });
  const [, quoted] = job.feeds.curl.match(/ -d (.+)$/s);
  const made = JSON.parse(quoted.replaceAll(`'"$RENDERER_KEY"'`, job.keys.key).replace(/^'|'$/g, ''));
  if (made.cache !== false || made.authType !== 'basic') {
    throw new Error('the feed is kept, or is open');
  }
  const answer = await ask(calls, engine.renderString(made.url, job.person), basic(made.username, made.password));
  const renderer = flat(answer);
  if (renderer === null) {
    throw new Abort('the feed failed, the contact is left out');
  }
  return each(job.tags, (text) => engine.renderString(text.replace(/<!--feed\.renderer : \{\{feed\.get\("renderer"\)\}\}-->\n/, ''), { ...job.person, feed: { renderer } }));
}

export async function marketo(job, calls) {
  const lead = { ...job.person.lead };
  const merged = (text) => text.replace(/\{\{lead\.([^}]+)\}\}/g, (_, name) => lead[name] ?? '').replace(/\{\{campaign\.id\}\}/g, job.person.campaign.id);
  const answer = await ask(calls, merged(job.feeds.url), bearer(job.keys.key), 30_000);
  const said = flat(answer);
  for (const line of job.feeds.mapping.split('\n')) {
    const [, member, field] = line.match(/^(\w+) = (\w+)$/);
    lead[field] = said[member];
  }
  // Tokens escape HTML; Velocity does not.
  return each(job.tags, (text) => text.includes('$!{')
    ? text.replace(/^##.*\n/gm, '').replace(/\$!\{lead\.(\w+)\}/g, (_, name) => lead[name] ?? '')
    : merged(text));
}
