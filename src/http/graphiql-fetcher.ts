/** The few lines of JavaScript by which GraphiQL, in the browser, sends operations: queries and mutations by POST,
 *  subscriptions over `graphql-transport-ws`, both with the token and purpose of the headers editor. */
export const GRAPHIQL_FETCHER = /* JavaScript */ `
function hubFetcher(operation, options) {
  const headers = Object.fromEntries(
    Object.entries((options && options.headers) || {}).filter(function (entry) { return entry[1]; }));
  if (/^Bearer *$/.test(headers.Authorization || '')) delete headers.Authorization;
  const chosen = operation.operationName ? '(?=' + operation.operationName + '\\\\b)' : '';
  if (new RegExp('(^|[\\\\s}])subscription\\\\s*' + chosen).test(operation.query)) return hubSubscription(operation, headers);
  return fetch(location.pathname, {
    method: 'POST',
    headers: Object.assign({ 'content-type': 'application/json', accept: 'application/json' }, headers),
    body: JSON.stringify(operation),
  }).then(function (response) { return response.json(); });
}
function hubSubscription(operation, headers) {
  const byName = Object.fromEntries(
    Object.entries(headers).map(function (entry) { return [entry[0].toLowerCase(), entry[1]]; }));
  const socket = new WebSocket(location.href.replace(/^http/, 'ws').split(/[?#]/)[0], 'graphql-transport-ws');
  const results = [];
  let wake = null, isDone = false, failure = null;
  function move() { if (wake) { wake(); wake = null; } }
  function send(message) { socket.send(JSON.stringify(message)); }
  socket.onopen = function () {
    send({ type: 'connection_init', payload: { authorization: byName.authorization, purposeOfUse: byName['purpose-of-use'] } });
  };
  socket.onmessage = function (event) {
    const message = JSON.parse(event.data);
    if (message.type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: operation });
    else if (message.type === 'ping') send({ type: 'pong' });
    else if (message.type === 'next') results.push(message.payload);
    else if (message.type === 'error') { results.push({ errors: message.payload }); isDone = true; }
    else if (message.type === 'complete') isDone = true;
    if (isDone) socket.close(1000);
    move();
  };
  socket.onclose = function (event) {
    if (!isDone) failure = { errors: [{ message: 'The connection closed: ' + event.code + ' ' + event.reason }] };
    isDone = true;
    move();
  };
  return {
    [Symbol.asyncIterator]: function () { return this; },
    next: async function () {
      while (results.length === 0 && !isDone) await new Promise(function (resolve) { wake = resolve; });
      if (results.length > 0) return { done: false, value: results.shift() };
      if (failure) { const value = failure; failure = null; return { done: false, value: value }; }
      return { done: true, value: undefined };
    },
    return: async function () { isDone = true; socket.close(1000); move(); return { done: true, value: undefined }; },
  };
}
`;
