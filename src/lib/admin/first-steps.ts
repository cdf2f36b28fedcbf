export interface FirstStep {
  title: string;
  says: string;
  done: boolean;
  href: string | null;
  link: string | null;
}

export interface SiteState {
  /** Without samples. */
  ownVerdicts: number;
  moderators: number;
  admins: number;
  origin: string;
  smtp: boolean;
}

/** Empty once every step is done. */
export function firstSteps(site: SiteState): FirstStep[] {
  const steps = [verdictStep(site), moderatorStep(site), addressStep(site), mailStep(site)];
  return steps.every(({ done }) => done) ? [] : steps;
}

function verdictStep({ ownVerdicts }: SiteState): FirstStep {
  return {
    title: 'Publish a verdict of your own',
    says: 'Paste its page, see what was understood, publish it. The samples don’t count.',
    done: ownVerdicts > 0,
    href: '/admin/verdicts/new',
    link: 'New verdict',
  };
}

function moderatorStep({ moderators, admins }: SiteState): FirstStep {
  return {
    title: 'Make a moderator',
    says: 'Someone else has to decide appeals against your decisions. They sign up first; then give them the role.',
    done: moderators > 0 || admins > 1,
    href: '/admin/people',
    link: 'People',
  };
}

function addressStep({ origin }: SiteState): FirstStep {
  return {
    title: 'Set the public address',
    says: `Start the site with ORIGIN=https://your.host. Links and cookies use it, and writes from other addresses are refused. Now it is ${origin}.`,
    done: isPublic(origin),
    href: null,
    link: null,
  };
}

function mailStep({ smtp }: SiteState): FirstStep {
  return {
    title: 'Set up email',
    says: 'Start the site with SMTP_URL and MAIL_FROM. Without them, every email is written to a file on this machine, so no one can reset a forgotten password.',
    done: smtp,
    href: '/admin/mail',
    link: 'Send a test email',
  };
}

/** Whether other machines can reach the address. */
function isPublic(origin: string): boolean {
  const { hostname } = new URL(origin);
  return !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1?\]|0\.0\.0\.0)$/.test(hostname);
}
