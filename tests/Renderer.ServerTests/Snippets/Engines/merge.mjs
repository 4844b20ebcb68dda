// Merge tags alone: what stands in the mail after the ESP put a person in. Each language by its own rules, as far as tags use them.
import vm from 'node:vm';

export async function merge(need, job) {
  const parts = {};
  for (const [name, text] of Object.entries(job.tags)) {
    parts[name] = await languages[job.language](text, job.person, need);
  }
  return { parts };
}

const languages = {
  liquid: async (text, person, need) => {
    const { Liquid } = need('liquidjs');
    const engine = new Liquid();
    engine.registerFilter('url_param_escape', (value) => encodeURIComponent(value ?? ''));
    return engine.parseAndRender(text.replace(/(?:(\w+)\.)?\$\{\s*([^}]+?)\s*\}/g, (_, of, field) => (of ? `${of}.${field}` : field)), person);
  },
  handlebars: (text, person, need) => {
    const handlebars = need('handlebars').create();
    handlebars.registerHelper('urlEncode', function (options) {
      return new handlebars.SafeString(encodeURIComponent(options.fn(this)));
    });
    return handlebars.compile(text)(person);
  },
  django: (text, person, need) => {
    const nunjucks = need('nunjucks');
    const engine = new nunjucks.Environment(null, { autoescape: true });
    engine.addFilter('lookup', (of, name) => of?.[name]);
    // No space after a filter's colon: Django refuses it.
    return engine.renderString(text.replace(/\{% comment %\}.*?\{% endcomment %\}/gs, '').replace(/\|(\w+):('[^']*')/g, '|$1($2)'), person);
  },
  mailchimp: (text, person) => text.replace(/\*\|(\w+)\|\*/g, (_, name) => person[name] ?? ''),
  adobe: (text, person) => text.replace(/<%(=?)(.*?)%>/gs, (_, shown, code) => {
    const said = vm.runInNewContext(code, { ...person, escapeUrl: encodeURIComponent });
    return shown ? said : '';
  }),
  percents: (text, person) => text.replace(/%%(\w+)%%/g, (_, name) => person[name] ?? ''),
  mailgun: (text, person) => text.replace(/%recipient\.(\w+)%/g, (_, name) => person[name] ?? ''),
  tokens: (text, person) => text.replace(/\{\{([^}]+)\}\}/g, (_, path) => path.split('.').reduce((of, name) => of?.[name], person) ?? ''),
};
