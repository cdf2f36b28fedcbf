import type { RequestListener } from 'node:http';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

// Redirects pages from localhost to 127.0.0.1 or back, because cookies and forms belong to one host name.
export function redirectToOrigin(handle: RequestListener, origin: string): RequestListener {
  const own = new URL(origin).host;
  return (request, response) => {
    const { method, headers, url } = request;
    const host = headers.host ?? own;
    if (host === own || !LOOPBACK.test(host) || !LOOPBACK.test(own)) return handle(request, response);
    const samePort = host.replace(LOOPBACK, '$2') === own.replace(LOOPBACK, '$2');
    const isPage = (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html');
    if (!samePort || !isPage || !url?.startsWith('/')) return handle(request, response);
    response.writeHead(307, { location: origin + url, vary: 'accept' }).end();
  };
}
