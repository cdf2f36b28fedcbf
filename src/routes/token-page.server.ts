/**
 * Headers of a page whose address holds the secret of a link. No cache may keep it, and no request that the page makes
 * may name its address: `strict-origin` sends the site's origin at most. (`no-referrer` would make browsers send
 * `Origin: null` with the page's own forms, which are then refused as foreign.)
 */
export const TOKEN_PAGE = { 'cache-control': 'no-store', 'referrer-policy': 'strict-origin' };
