// Calls ESPs with their vendors' own clients and prints what each case returned or raised, a JSON line a case.
// node clients.cjs FOLDER '{"base":{"sendgrid":"http://…",…},"key":{"sendgrid":"…",…},"access":{"id":"…","secret":"…"},"hero":"…","templates":{…}}'
// FOLDER holds node_modules; "templates" are the ids that each ESP gave them; "only" names one client.
'use strict';
const path = require('node:path');
const { createRequire } = require('node:module');
const load = createRequire(path.join(process.argv[2], 'x.js'));
const config = JSON.parse(process.argv[3]);

const AMP = '<!doctype html><html amp4email><head></head><body>amp</body></html>';
const HERO = config.hero;
const HTML = `<p>h</p>${HERO}`;
const FILE = Buffer.from('hello, file');
const LARGE = Buffer.alloc(300 * 1024, 'x');
const PEOPLE = [{ email: 'p0001@people.example', name: 'Ann' }, { email: 'p0002@people.example', name: 'Bo' }];
const FROM = 'news@shop.example';

// What differs from call to call by its nature: ids, times, places of code.
const BY_NATURE = [
  [/^<?[\w.-]*[0-9a-f]{8,}[\w.-]*@[\w.-]+>?$/i, '<id>'],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, '<id>'],
  [/^[0-9a-f]{32}$/i, '<id>'],
  [/^0100[0-9a-f-]{20,}$/i, '<id>'],
  [/^\d{19}$/, '<id>'],
  [/^[\w-]{22}$/, '<id>'],
  [/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/, '<time>'],
];
const plain = value =>
  typeof value === 'string' ? BY_NATURE.reduce((text, [form, word]) => text.replace(form, word), value)
  : Array.isArray(value) ? value.map(plain)
  : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => [name, plain(one)]))
  : value;

const sendgrid = () => {
  const mail = load('@sendgrid/mail');
  const { Client } = load('@sendgrid/client');
  const with_ = key => {
    const client = new Client();
    client.setApiKey(key);
    client.setDefaultRequest('baseUrl', config.base.sendgrid);
    const service = new mail.constructor();
    service.setClient(client);
    return service;
  };
  const good = with_(config.key.sendgrid);
  const base = { from: FROM, subject: 'Hi', text: 't', html: HTML };
  const told = ([response]) => ({ status: response.statusCode, body: response.body, id: response.headers['x-message-id'] ? '<id>' : null });
  const raised = error => ({ name: error.constructor.name, code: error.code, message: error.message, body: error.response && error.response.body });
  return { told, raised, cases: {
    single: () => good.send({ ...base, to: PEOPLE[0] }),
    batch: () => good.sendMultiple({ ...base, to: PEOPLE }),
    personalized: () => good.send({ ...base, html: `${HTML} -n-`, substitutionWrappers: ['-', '-'], personalizations: PEOPLE.map(one => ({ to: one, substitutions: { n: one.name } })) }),
    templated: () => good.send({ from: FROM, templateId: config.templates.sendgrid, personalizations: PEOPLE.map(one => ({ to: one, dynamicTemplateData: { name: one.name, hero: HERO } })) }),
    attachment: () => good.send({ ...base, to: PEOPLE[0], attachments: [{ content: FILE.toString('base64'), filename: 'a.txt', type: 'text/plain', disposition: 'attachment' }] }),
    large: () => good.send({ ...base, to: PEOPLE[0], attachments: [{ content: LARGE.toString('base64'), filename: 'a.dat', type: 'application/octet-stream', disposition: 'attachment' }] }),
    amp: () => good.send({ from: FROM, subject: 'Hi', to: PEOPLE[0], content: [{ type: 'text/plain', value: 't' }, { type: 'text/x-amp-html', value: AMP }, { type: 'text/html', value: HTML }] }),
    error: () => good.send({ ...base, to: 'nobody' }),
    denied: () => with_('SG.wrong').send({ ...base, to: PEOPLE[0] }),
  } };
};

const mailgun = () => {
  const Mailgun = load('mailgun.js').default || load('mailgun.js');
  const with_ = key => new Mailgun(load('form-data')).client({ username: 'api', key, url: config.base.mailgun });
  const good = with_(config.key.mailgun);
  const domain = 'shop.example';
  const base = { from: `Shop <${FROM}>`, subject: 'Hi', text: 't', html: HTML };
  const create = (more, client = good) => client.messages.create(domain, { ...base, ...more });
  const raised = error => ({ name: error.constructor.name, status: error.status, message: error.message, details: error.details, type: error.type });
  const variables = Object.fromEntries(PEOPLE.map(one => [one.email, { n: one.name }]));
  return { told: answer => answer, raised, cases: {
    single: () => create({ to: [PEOPLE[0].email] }),
    batch: () => create({ to: PEOPLE.map(one => one.email), html: `${HTML} %recipient.n%`, 'recipient-variables': JSON.stringify(variables) }),
    templated: () => create({ to: [PEOPLE[0].email], html: undefined, template: config.templates.mailgun, 't:variables': JSON.stringify({ name: 'Ann', hero: HERO }) }),
    attachment: () => create({ to: [PEOPLE[0].email], attachment: [{ filename: 'a.txt', data: FILE, contentType: 'text/plain' }] }),
    large: () => create({ to: [PEOPLE[0].email], attachment: [{ filename: 'a.dat', data: LARGE }] }),
    amp: () => create({ to: [PEOPLE[0].email], 'amp-html': AMP }),
    mime: () => create({ to: [PEOPLE[0].email], message: `From: ${FROM}\r\nTo: ${PEOPLE[0].email}\r\nSubject: Hi\r\nContent-Type: text/html\r\n\r\n${HTML}` }),
    error: () => create({ to: ['nobody at all'] }),
    denied: () => create({ to: [PEOPLE[0].email] }, with_('wrong')),
  } };
};

const postmark = () => {
  const { ServerClient } = load('postmark');
  const with_ = key => new ServerClient(key, { requestHost: new URL(config.base.postmark).host + new URL(config.base.postmark).pathname.replace(/\/$/, ''), useHttps: false });
  const good = with_(config.key.postmark);
  const message = (to, more = {}) => ({ From: FROM, To: to, Subject: 'Hi', HtmlBody: HTML, TextBody: 't', ...more });
  const templated = one => ({ From: FROM, To: one.email, TemplateId: config.templates.postmark, TemplateModel: { name: one.name, hero: HERO } });
  const raised = error => ({ name: error.name, code: error.code, status: error.statusCode, message: error.message });
  return { told: answer => answer, raised, cases: {
    single: () => good.sendEmail(message(PEOPLE[0].email)),
    batch: () => good.sendEmailBatch([...PEOPLE.map(one => message(one.email)), message('nobody')]),
    templated: () => good.sendEmailWithTemplate(templated(PEOPLE[0])),
    'batch templated': () => good.sendEmailBatchWithTemplates(PEOPLE.map(templated)),
    attachment: () => good.sendEmail(message(PEOPLE[0].email, { Attachments: [{ Name: 'a.txt', Content: FILE.toString('base64'), ContentType: 'text/plain', ContentID: null }] })),
    large: () => good.sendEmail(message(PEOPLE[0].email, { Attachments: [{ Name: 'a.dat', Content: LARGE.toString('base64'), ContentType: 'application/octet-stream', ContentID: null }] })),
    error: () => good.sendEmail(message('nobody')),
    denied: () => with_('wrong').sendEmail(message(PEOPLE[0].email)),
  } };
};

const mandrill = () => {
  // The version in its path is the client's own; only what stands before it is changed.
  const with_ = key => {
    const client = load('@mailchimp/mailchimp_transactional')(key);
    client.basePath = client.basePath.replace('https://mandrillapp.com', config.base.mandrill.replace(/\/$/, ''));
    return client;
  };
  const good = with_(config.key.mandrill);
  const message = (more = {}) => ({ message: { html: `${HTML}*|N|*`, text: 't', subject: 'Hi', from_email: FROM, to: [PEOPLE[0]], ...more } });
  const vars = PEOPLE.map(one => ({ rcpt: one.email, vars: [{ name: 'N', content: one.name }, { name: 'HERO', content: HERO }] }));
  // It resolves with an error where others reject.
  const told = answer => answer instanceof Error ? { raised: answer.constructor.name, status: answer.response && answer.response.status, body: answer.response && answer.response.data } : answer;
  return { told, raised: told, cases: {
    single: () => good.messages.send(message()),
    batch: () => good.messages.send(message({ to: PEOPLE, merge_vars: vars })),
    templated: () => good.messages.sendTemplate({ template_name: config.templates.mandrill, template_content: [], ...message({ html: undefined, to: PEOPLE, merge_vars: vars }) }),
    attachment: () => good.messages.send(message({ attachments: [{ type: 'text/plain', name: 'a.txt', content: FILE.toString('base64') }] })),
    large: () => good.messages.send(message({ attachments: [{ type: 'application/octet-stream', name: 'a.dat', content: LARGE.toString('base64') }] })),
    error: () => good.messages.send(message({ from_email: 'nobody' })),
    denied: () => with_('wrong').messages.send(message()),
  } };
};

const sparkpost = () => {
  const SparkPost = load('sparkpost');
  const with_ = key => new SparkPost(key, { endpoint: config.base.sparkpost.replace(/\/$/, '') });
  const good = with_(config.key.sparkpost);
  const content = { from: FROM, subject: 'Hi {{name}}', html: HTML, text: 't' };
  const recipients = PEOPLE.map(one => ({ address: one, substitution_data: { name: one.name, hero: HERO } }));
  const send = (more, client = good) => client.transmissions.send({ content, recipients: recipients.slice(0, 1), ...more });
  const raised = error => ({ name: error.name, status: error.statusCode, message: error.message, errors: error.errors });
  return { told: answer => answer, raised, cases: {
    single: () => send({}),
    batch: () => send({ recipients }),
    templated: () => send({ recipients, content: { template_id: config.templates.sparkpost } }),
    attachment: () => send({ content: { ...content, attachments: [{ name: 'a.txt', type: 'text/plain', data: FILE.toString('base64') }] } }),
    large: () => send({ content: { ...content, attachments: [{ name: 'a.dat', type: 'application/octet-stream', data: LARGE.toString('base64') }] } }),
    amp: () => send({ content: { ...content, amp_html: AMP } }),
    error: () => send({ recipients: [] }),
    denied: () => send({}, with_('wrong')),
  } };
};

const sesClient = (id, secret) => {
  const { SESv2Client } = load('@aws-sdk/client-sesv2');
  return new SESv2Client({ region: 'eu-west-1', endpoint: config.base.ses, maxAttempts: 1, credentials: { accessKeyId: id, secretAccessKey: secret } });
};
const ses = () => {
  const { SendEmailCommand, SendBulkEmailCommand } = load('@aws-sdk/client-sesv2');
  const good = sesClient(config.access.id, config.access.secret);
  const simple = (more = {}) => ({ Simple: { Subject: { Data: 'Hi' }, Body: { Html: { Data: HTML }, Text: { Data: 't' } }, ...more } });
  const send = (Content, to = PEOPLE[0].email, client = good) => client.send(new SendEmailCommand({ FromEmailAddress: FROM, Destination: { ToAddresses: [to] }, Content }));
  const data = one => JSON.stringify({ name: one.name, hero: HERO });
  const mime = body => Buffer.from(`From: ${FROM}\r\nTo: ${PEOPLE[0].email}\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n${body}`);
  const parts = [['text/plain', 't'], ['text/x-amp-html', AMP], ['text/html', HTML]].map(([type, text]) => `--b\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${text}\r\n`).join('');
  const told = ({ $metadata, ...answer }) => ({ status: $metadata.httpStatusCode, ...answer });
  const raised = error => ({ name: error.name, message: error.message, status: error.$metadata && error.$metadata.httpStatusCode, fault: error.$fault });
  return { told, raised, cases: {
    single: () => send(simple()),
    batch: () => good.send(new SendBulkEmailCommand({
      FromEmailAddress: FROM, DefaultContent: { Template: { TemplateName: config.templates.ses, TemplateData: '{"name":"you","hero":""}' } },
      BulkEmailEntries: [...PEOPLE.map(one => ({ Destination: { ToAddresses: [one.email] }, ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: data(one) } } })), { Destination: { ToAddresses: ['nobody'] } }] })),
    templated: () => send({ Template: { TemplateName: config.templates.ses, TemplateData: data(PEOPLE[0]) } }),
    attachment: () => send(simple({ Attachments: [{ FileName: 'a.txt', RawContent: FILE, ContentType: 'text/plain' }] })),
    large: () => send(simple({ Attachments: [{ FileName: 'a.dat', RawContent: LARGE }] })),
    amp: () => send({ Raw: { Data: mime(`Content-Type: multipart/alternative; boundary=b\r\n\r\n${parts}--b--\r\n`) } }),
    error: () => send(simple(), 'nobody'),
    'no template': () => send({ Template: { TemplateName: 'none', TemplateData: '{}' } }),
    denied: () => send(simple(), PEOPLE[0].email, sesClient('AKIANOBODY0000000000', 'wrong')),
    'wrong secret': () => send(simple(), PEOPLE[0].email, sesClient(config.access.id, 'wrong')),
  } };
};

const resend = () => {
  const { Resend } = load('resend');
  const with_ = key => new Resend(key, { baseUrl: config.base.resend.replace(/\/$/, '') });
  const good = with_(config.key.resend);
  const mail = (more = {}) => ({ from: `Shop <${FROM}>`, to: PEOPLE[0].email, subject: 'Hi', html: HTML, text: 't', ...more });
  const told = ({ data, error }) => ({ data, error });
  return { told, raised: error => ({ name: error.name, message: error.message }), cases: {
    single: () => good.emails.send(mail()),
    batch: () => good.batch.send(PEOPLE.map(one => mail({ to: one.email }))),
    'batch in part': () => good.batch.send([...PEOPLE.map(one => mail({ to: one.email })), mail({ to: 'nobody' })], { batchValidation: 'permissive' }),
    templated: () => good.emails.send({ from: FROM, to: PEOPLE[0].email, template: { id: config.templates.resend, variables: { NAME: 'Ann', HERO } } }),
    attachment: () => good.emails.send(mail({ attachments: [{ filename: 'a.txt', content: FILE }] })),
    large: () => good.emails.send(mail({ attachments: [{ filename: 'a.dat', content: LARGE.toString('base64') }] })),
    error: () => good.emails.send(mail({ to: 'nobody' })),
    denied: () => with_('re_wrong').emails.send(mail()),
  } };
};

const nodemailer = () => {
  const { createTransport } = load('nodemailer');
  const { SendEmailCommand } = load('@aws-sdk/client-sesv2');
  const with_ = (id, secret) => createTransport({ SES: { sesClient: sesClient(id, secret), SendEmailCommand } });
  const good = with_(config.access.id, config.access.secret);
  const mail = (more = {}) => ({ from: FROM, to: PEOPLE[0].email, subject: 'Hi', html: HTML, text: 't', ...more });
  const told = answer => ({ envelope: answer.envelope, id: /^<.+@.+>$/.test(answer.messageId), response: answer.response });
  const raised = error => ({ name: error.name, message: error.message, code: error.code });
  return { told, raised, cases: {
    single: () => good.sendMail(mail()),
    batch: () => good.sendMail(mail({ to: PEOPLE.map(one => one.email) })),
    attachment: () => good.sendMail(mail({ attachments: [{ filename: 'a.txt', content: FILE }] })),
    large: () => good.sendMail(mail({ attachments: [{ filename: 'a.dat', content: LARGE }] })),
    amp: () => good.sendMail(mail({ amp: AMP })),
    error: () => good.sendMail(mail({ to: [] })),
    denied: () => with_('AKIANOBODY0000000000', 'wrong').sendMail(mail()),
  } };
};

const clients = {
  '@sendgrid/mail': sendgrid, 'mailgun.js': mailgun, postmark, '@mailchimp/mailchimp_transactional': mandrill, sparkpost, '@aws-sdk/client-sesv2': ses, resend, 'nodemailer (SES)': nodemailer,
};

(async () => {
  for (const [client, make] of Object.entries(clients)) {
    if (config.only && config.only !== client) {
      continue;
    }
    const { told, raised, cases } = make();
    for (const [name, run] of Object.entries(cases)) {
      let line;
      try {
        line = { client, case: name, returned: plain(told(await run())) };
      } catch (error) {
        line = { client, case: name, raised: plain(raised(error)) };
      }
      process.stdout.write(JSON.stringify(line) + '\n');
    }
  }
})();
