// Marketing Cloud: the part of AMPscript that the tags use, interpreted, and SSJS in a machine of its own with the objects that it is given there.
import vm from 'node:vm';
import { spawnSync } from 'node:child_process';
import { Abort, ask } from './asking.mjs';

export async function ampscript(job, calls) {
  const parts = {};
  for (const [name, text] of Object.entries(job.tags)) {
    parts[name] = await new Script(job, calls).render(text);
  }
  return { parts };
}

class Script {
  constructor(job, calls) {
    Object.assign(this, { job, calls, variables: {}, asked: new Map() });
  }

  async render(text) {
    let out = '';
    for (const piece of text.split(/(%%\[.*?\]%%|%%=.*?=%%)/s)) {
      if (piece.startsWith('%%[')) {
        await this.run(tokens(piece.slice(3, -3)));
      } else if (piece.startsWith('%%=')) {
        out += await this.value(tokens(piece.slice(3, -3)));
      } else {
        out += piece;
      }
    }
    return out;
  }

  async run(list, isOn = true) {
    while (list.length > 0 && !/^(ENDIF|ELSE)$/i.test(list[0])) {
      const word = list.shift();
      if (/^SET$/i.test(word)) {
        const name = list.shift();
        expect(list, '=');
        const value = await this.value(list, isOn);
        this.variables[name.toLowerCase()] = value;
      } else if (/^IF$/i.test(word)) {
        const left = await this.value(list, isOn);
        const compare = list.shift();
        const right = await this.value(list, isOn);
        expect(list, 'THEN');
        const holds = compare === '!=' ? String(left) !== String(right) : compare === '==' ? String(left) === String(right) : fail(`no comparison: ${compare}`);
        await this.run(list, isOn && holds);
        expect(list, 'ENDIF');
      } else {
        list.unshift(word);
        await this.value(list, isOn);
      }
    }
  }

  async value(list, isOn = true) {
    const word = list.shift();
    if (word === undefined) {
      fail('an expression is missing');
    }
    if (word.startsWith('"')) {
      return word.slice(1, -1);
    }
    if (/^\d+$/.test(word)) {
      return Number(word);
    }
    if (/^(true|false)$/i.test(word)) {
      return word.toLowerCase() === 'true';
    }
    if (word.startsWith('@')) {
      return this.variables[word.toLowerCase()];
    }
    expect(list, '(');
    const values = [];
    const names = [];
    while (list[0] !== ')') {
      names.push(list[0]);
      values.push(await this.value(list, isOn));
      if (list[0] !== ')') {
        expect(list, ',');
      }
    }
    expect(list, ')');
    return isOn ? this.call(word.toLowerCase(), values, names) : undefined;
  }

  async call(name, values, names) {
    switch (name) {
      case 'concat': return values.join('');
      case 'v': return values[0] ?? '';
      case 'urlencode': return values[1] && values[2] ? encodeURIComponent(values[0] ?? '') : String(values[0] ?? '').replaceAll(' ', '%20');
      case 'attributevalue': return this.job.person[String(values[0]).toLowerCase()] ?? '';
      case 'lookup': return values.slice(0, 2).join() === 'Renderer,Value' && values.slice(2).join() === 'Name,key' ? this.job.keys.key : '';
      case 'raiseerror': throw new Abort(values[1] === true ? values[0] : `the whole job: ${values[0]}`);
      case 'httpget': return this.httpGet(values, names);
      default: return fail(`AMPscript has no function ${name} here`);
    }
  }

  // HttpGet(url, continueOnError, emptyContent: 0 allow, 1 error, 2 skip the subscriber, @status: 0 good, -1 not found, -2 error, -3 empty)
  async httpGet([url, goOn, empty, _], names) {
    if (!this.asked.has(url)) {
      this.asked.set(url, await ask(this.calls, url, {}, 30_000));
    }
    const answer = this.asked.get(url);
    const status = answer.status === 404 ? -1 : answer.status > 299 ? -2 : answer.body === '' ? -3 : 0;
    if (names[3] !== undefined) {
      this.variables[names[3].toLowerCase()] = status;
    }
    if (status === -3 && empty === 2) {
      throw new Abort('empty content skips the subscriber');
    }
    if (status < 0 && status !== -3 && !goOn) {
      throw new Abort('the whole job');
    }
    return status < 0 ? '' : answer.body;
  }
}

function tokens(text) {
  const bare = text.replace(/\/\*.*?\*\//gs, ' ');
  const list = bare.match(/"[^"]*"|@\w+|\w+|!=|==|[=(),]|\S/g) ?? [];
  let open = 0;
  for (const token of list) {
    open += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (open < 0 || !/^("[^"]*"|@\w+|\w+|!=|==|[=(),])$/.test(token)) {
      fail(`no AMPscript: ${token}`);
    }
  }
  return open === 0 ? list : fail('a bracket is open');
}

const fail = (why) => {
  throw new Error(why);
};
const expect = (list, word) => (list.length > 0 && list[0].toUpperCase() === word ? list.shift() : fail(`${word} expected, not ${list[0]}`));

export async function ssjs(job, calls) {
  const parts = {};
  for (const [name, text] of Object.entries(job.tags)) {
    let out = '';
    const world = platform(job, calls, (said) => (out += said));
    for (const piece of text.split(/(<script runat="server">.*?<\/script>)/s)) {
      const script = piece.match(/^<script runat="server">(.*)<\/script>$/s);
      if (script) {
        vm.runInNewContext(script[1], world, { timeout: 60_000 });
      } else {
        out += piece;
      }
    }
    parts[name] = out;
  }
  return { parts };
}

function platform(job, calls, write) {
  class HttpRequest {
    constructor(url) {
      Object.assign(this, { url, headers: [], continueOnError: false, emptyContentHandling: 0, method: 'GET' });
    }

    setHeader(name, value) {
      this.headers.push('-H', `${name}: ${value}`);
    }

    send() {
      if (/\s/.test(this.url)) {
        fail(`no address that an ESP could call: ${this.url}`);
      }
      const got = spawnSync('curl', ['-s', '-m', '30', '-X', this.method, ...this.headers, '-w', '\n%{http_code} %{content_type}', this.url], { encoding: 'utf8' });
      const end = got.stdout.lastIndexOf('\n');
      const [status, ...type] = got.stdout.slice(end + 1).split(' ');
      const content = got.stdout.slice(0, end);
      calls.push({ url: this.url, status: Number(status), type: type.join(' '), bytes: content.length });
      if (Number(status) > 299 && !this.continueOnError) {
        throw new Abort('the whole job');
      }
      if (content === '' && this.emptyContentHandling === 2) {
        throw new Abort('empty content skips the subscriber');
      }
      return { statusCode: Number(status), content };
    }
  }

  return {
    Script: { Util: { HttpRequest } },
    Platform: {
      Load() {},
      Response: { Write: write },
      Recipient: { GetAttributeValue: (name) => job.person[name.toLowerCase()] ?? '' },
      Function: {
        Lookup: (...values) => (values.join() === 'Renderer,Value,Name,key' ? job.keys.key : ''),
        RaiseError: (said, isOne) => {
          throw new Abort(isOne ? said : `the whole job: ${said}`);
        },
      },
    },
  };
}
