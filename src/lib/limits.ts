export interface Limit {
  points: number;
  seconds: number;
  reason: string;
  /** For the reader, before "Try again in …". */
  sentence: string;
  /** Counted by each process separately, where a query would cost more than the work it limits. */
  inMemory?: true;
}

export const LIMITS = {
  'sign-in-by-address': {
    points: 5,
    seconds: 60,
    reason: 'One address that tries many names. Counts failures; known devices and addresses are exempt.',
    sentence: 'There were many failed sign-ins from your network.',
  },
  'sign-in-by-pair': {
    points: 10,
    seconds: 3600,
    reason:
      'One address that tries one name: ten guesses an hour, so an attacker with 50 addresses has 500. Only that address is locked out.',
    sentence: 'There were ten failed sign-ins for this name from your network.',
  },
  'sign-in-pace': {
    points: 1,
    seconds: 30,
    reason:
      'Many addresses that try one name: the more of them fail, the longer each waits between its tries. See MAX_DELAY.',
    sentence: 'Someone is guessing the password of this name, so tries from new devices are slowed down.',
  },
  'sign-in-by-device': {
    points: 10,
    seconds: 600,
    reason: 'A stolen device cookie. Only failures on that device count here, and only here.',
    sentence: 'There were ten failed sign-ins on this device.',
  },
  'test-mail': {
    points: 20,
    seconds: 3600,
    reason: 'An admin’s stolen session that sends mail to strangers.',
    sentence: 'You sent twenty test emails in the last hour.',
  },
  'password-change': {
    points: 10,
    seconds: 3600,
    reason:
      'A stolen session that guesses the password. By session, so that only its own failures count; the owner can sign in again and has a new one.',
    sentence: 'You entered a wrong password ten times in the last hour.',
  },
  'sign-up': {
    points: 3,
    seconds: 3600,
    reason: 'Mass sign-ups. Counts accounts about to be created, not typing errors.',
    sentence: 'A few accounts were just created from your network.',
  },
  'sign-up-by-network': {
    points: 20,
    seconds: 3600,
    reason:
      'Accounts created from many addresses of one rented network. A campus or a mobile carrier, whose readers share one, stays below it.',
    sentence: 'Many accounts were just created from your network.',
  },
  'confirm-mail': {
    points: 3,
    seconds: 3600,
    reason: 'Anyone can have mail sent to any address, known here or not: a person needs one, perhaps two.',
    sentence: 'A few emails were just sent to this address. Check your inbox and spam folder.',
  },
  'confirm-mail-by-network': {
    points: 10,
    seconds: 3600,
    reason: 'Mail to many addresses from one place.',
    sentence: 'Many confirmation emails were just requested from your network.',
  },
  'confirm-mail-by-account': {
    points: 5,
    seconds: 3600,
    reason: 'Mail to many addresses from one account that changes its network.',
    sentence: 'You requested five confirmation emails in the last hour.',
  },
  'reset-mail': {
    points: 3,
    seconds: 3600,
    reason:
      'Anyone who knows an address can have reset links sent to it. The owner isn’t locked out: the link they were sent works for them.',
    sentence:
      'Three links were just requested for this address. Use the newest one. It may be in your spam folder.',
  },
  'reset-mail-by-network': {
    points: 20,
    seconds: 3600,
    reason:
      'Someone who tries many addresses. A school behind one address forgets fewer passwords than that.',
    sentence: 'Many reset links were just requested from your network.',
  },
  'comment-pace': {
    points: 1,
    seconds: 5,
    reason: 'A double click or a script. No one writes an argument in five seconds.',
    sentence: 'You just posted a comment. Your text is kept.',
  },
  'comment-volume': {
    points: 30,
    seconds: 3600,
    reason: 'One reader who floods a thread.',
    sentence: 'You posted thirty comments in the last hour. Your text is kept.',
  },
  edit: {
    points: 10,
    seconds: 60,
    reason:
      'Each edit is stored, screened and sent to every watcher. A person who fixes typos saves a few times.',
    sentence: 'You edited comments ten times in the last minute. Your text is kept.',
  },
  bio: {
    points: 10,
    seconds: 3600,
    reason: 'Each change is screened, and shown to everyone. A person tries a few wordings.',
    sentence: 'You changed your bio ten times in the last hour. Your text is kept.',
  },
  'preview-by-reader': {
    points: 30,
    seconds: 60,
    reason: 'Rendering costs the server time and stores nothing. A writer looks every few seconds at most.',
    sentence: 'You opened the preview thirty times in the last minute. Your text is kept.',
    // A query would cost more than the rendering that it saves.
    inMemory: true,
  },
  'preview-by-address': {
    points: 120,
    seconds: 60,
    reason: 'Many accounts behind one address. A school class shares one, too.',
    sentence: 'There were many previews from your network. Your text is kept.',
    inMemory: true,
  },
  follow: {
    points: 60,
    seconds: 60,
    reason: 'Follow, mute and block together: each one is stored, and checked with every new comment.',
    sentence: 'You changed what you follow sixty times in the last minute.',
  },
  search: {
    points: 120,
    seconds: 60,
    reason:
      'A search reads thousands of rows of an index. One that appears while its words are typed takes a request per word; a class behind one address shares this.',
    sentence: 'There were many searches from you or your network in the last minute.',
    // As for previews: a query would cost as much as many a search.
    inMemory: true,
  },
  suggestions: {
    points: 30,
    seconds: 60,
    reason:
      'Names to mention, one request for a pause in typing. A script could read the list of all names faster.',
    sentence: 'You looked up thirty names in the last minute.',
    inMemory: true,
  },
  vote: {
    points: 60,
    seconds: 60,
    reason: 'Votes and ratings together: each one is sent to all watchers.',
    sentence: 'You voted sixty times in the last minute.',
  },
  'read-position': {
    points: 120,
    seconds: 60,
    reason: 'A page says how far its reader has read every few seconds, and an account has a few pages open.',
    sentence: 'Your reading position moved too often in the last minute.',
    // A query would cost more than moving it.
    inMemory: true,
  },
  peek: {
    points: 60,
    seconds: 60,
    reason: 'A script that stores a row for every verdict. A reader asks once for each.',
    sentence: 'You asked for the votes of sixty verdicts in the last minute.',
    inMemory: true,
  },
  bookmark: {
    points: 60,
    seconds: 60,
    reason: 'A script that bookmarks everything. A reader marks a few comments of a thread.',
    sentence: 'You bookmarked sixty comments in the last minute.',
  },
  draft: {
    points: 60,
    seconds: 60,
    reason: 'A page stores a text two seconds after its writer stops typing, and a writer has a few open.',
    sentence: 'Your texts were stored sixty times in the last minute.',
    inMemory: true,
  },
  report: {
    points: 10,
    seconds: 24 * 3600,
    reason: 'A moderator reads each report; a reader who sends more in a day is usually abusing them.',
    sentence: 'You reported ten comments in the last 24 hours.',
  },
  'report-by-newcomer': {
    points: 3,
    seconds: 24 * 3600,
    reason:
      'The same for an account of trust level 0, which costs nothing to create. Enough for a newcomer who meets a threat or their own address.',
    sentence:
      'You reported three comments in the last 24 hours. You can report more as your account gains trust.',
  },
  'report-by-network': {
    points: 20,
    seconds: 24 * 3600,
    reason:
      'Many new accounts behind one address that flood the queue. Readers of trust level 1 and above aren’t counted, so a campus that shares one can still report.',
    sentence: 'Many comments were reported from your network in the last 24 hours.',
  },
  challenge: {
    points: 10,
    seconds: 24 * 3600,
    reason: 'A challenge is a link that everyone sees, and an admin may have to read what it leads to.',
    sentence: 'You challenged ten passages in the last 24 hours.',
  },
  'authorship-by-account': {
    points: 5,
    seconds: 24 * 3600,
    reason:
      'Each request sends an email to an address that someone typed, and an author has written few of the papers.',
    sentence: 'You said five times in the last 24 hours that you wrote a paper.',
  },
  'authorship-mail': {
    points: 3,
    seconds: 3600,
    reason:
      'Anyone can have this mail sent to any address. Apart from `confirm-mail`, so that it keeps no owner of the address from confirming it for their account.',
    sentence: 'A few emails were just sent to this address. Check your inbox and spam folder.',
  },
  'author-reply': {
    points: 20,
    seconds: 3600,
    reason: 'Each change is sent to all watchers, and an author has one reply on each verdict.',
    sentence: 'You changed your author’s reply twenty times in the last hour.',
  },
  'data-export': {
    points: 2,
    seconds: 24 * 3600,
    reason: 'Building one reads every row of an account. Twice, so that a failed download can be repeated.',
    sentence: 'You requested your data twice in the last 24 hours.',
  },
  feedback: {
    points: 3,
    seconds: 3600,
    reason: 'Anonymous readers may write, and a person reads all of it.',
    sentence: 'You sent us a few messages in the last hour. Your text is kept.',
  },
  'removal-request': {
    points: 5,
    seconds: 3600,
    reason: 'Anyone may send one, and a moderator reads each.',
    sentence: 'There were five removal requests from your network in the last hour. Your text is kept.',
  },
  'removal-request-by-mailbox': {
    points: 3,
    seconds: 24 * 3600,
    reason:
      'Each one sends two emails to an address that someone typed. From all networks together, by mailbox: ada+x@ is ada@.',
    sentence:
      'There were three removal requests with this email address in the last 24 hours. Your text is kept.',
  },
  subscribe: {
    points: 10,
    seconds: 3600,
    reason: 'Each request may send an email to an address that someone else typed. By the caller’s network.',
    sentence: 'There were ten requests to subscribe from your network in the last hour.',
  },
  'subscribe-mail': {
    points: 2,
    seconds: 24 * 3600,
    reason:
      'Confirmations that one address gets, from all networks together: enough for a lost email, too few to annoy. Nothing is refused; further emails are not sent.',
    sentence: 'Two confirmation emails were sent to this address in the last 24 hours.',
  },
  'socket-messages': {
    points: 10,
    seconds: 1,
    reason: 'A page watches once and sends “typing” every few seconds.',
    sentence: 'This page sent too many messages.',
    inMemory: true,
  },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

export const EVENTS = {
  'sign-in-failures': {
    seconds: 3600,
    reason: 'Failed sign-ins for one name from unknown places: they slow down the next ones (sign-in-pace).',
  },
  'known-address': {
    seconds: 30 * 24 * 3600,
    reason: 'Sign-ins to an account from an address: for a month it has its own allowance.',
  },
} satisfies Record<string, { seconds: number; reason: string }>;

export type EventName = keyof typeof EVENTS;

export const COUNTED_DAYS = Math.ceil(
  Math.max(...[...Object.values(LIMITS), ...Object.values(EVENTS)].map(({ seconds }) => seconds)) /
    (24 * 3600),
);

/** Rooms that one socket may watch at once: more than any page opens. */
export const MAX_ROOMS = 30;
