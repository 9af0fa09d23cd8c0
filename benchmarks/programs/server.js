// A web service that answers at once, except where a request has it count for so long.
'use strict';
const http = require('http');

const [port, milliseconds] = process.argv.slice(2).map(Number);

function count() {
  const end = process.hrtime.bigint() + BigInt(milliseconds) * 1000000n;
  let number = 0;
  while (process.hrtime.bigint() < end) number += 1;
  return number;
}

http
  .createServer((request, response) => {
    const body = request.url === '/report' ? String(count()) : 'ok';
    response.end(body);
  })
  .listen(port, '127.0.0.1', 512);
