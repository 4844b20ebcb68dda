// The official validator over documents, one JSON text a line in, one JSON verdict a line out.
// node validate.cjs MODULES WASM < documents
const [, , modules, wasm] = process.argv;
const validator = require(require.resolve('amphtml-validator', { paths: [modules] }));

(async () => {
  const instance = await validator.getInstance(wasm);
  await instance.init();
  for await (const line of require('readline').createInterface({ input: process.stdin })) {
    const { status, errors } = instance.validateString(JSON.parse(line), 'AMP4EMAIL');
    const said = errors.map(e => ({ severity: e.severity, code: e.code, line: e.line, column: e.col, message: e.message }));
    process.stdout.write(JSON.stringify({ status, errors: said }) + '\n');
  }
})().catch(error => { console.error(error); process.exit(1); });
