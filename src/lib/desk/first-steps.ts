/** What a new site needs before readers come. */
export interface FirstStep {
  title: string;
  /** Why, and how. */
  says: string;
  done: boolean;
  href: string | null;
  link: string | null;
  /** Does not have to be done yet; the list ends without it. */
  later: boolean;
}

export interface SiteState {
  /** Verdicts that are no samples. */
  ownVerdicts: number;
  moderators: number;
  admins: number;
  /** The public address in use. */
  origin: string;
  smtp: boolean;
}

/** What to do first on a new site, with what is done already; empty once all of it is. */
export function firstSteps(site: SiteState): FirstStep[] {
  const steps = [verdictStep(site), moderatorStep(site), addressStep(site), mailStep(site)];
  return steps.every(({ done, later }) => done || later) ? [] : steps;
}

function verdictStep({ ownVerdicts }: SiteState): FirstStep {
  return {
    title: 'Publish a verdict of your own',
    says: 'Paste its page, see what was understood, publish it. The samples don’t count.',
    done: ownVerdicts > 0,
    href: '/admin/verdicts/new',
    link: 'New verdict',
    later: false,
  };
}

function moderatorStep({ moderators, admins }: SiteState): FirstStep {
  return {
    title: 'Make a moderator',
    says: 'Someone else has to decide appeals against your decisions. They sign up first; then give them the role.',
    done: moderators > 0 || admins > 1,
    href: '/admin/people',
    link: 'People',
    later: false,
  };
}

function addressStep({ origin }: SiteState): FirstStep {
  return {
    title: 'Set the public address',
    says: `Start the site with ORIGIN=https://your.host. Links and cookies use it, and writes from other addresses are refused. Now it is ${origin}.`,
    done: isPublic(origin),
    href: null,
    link: null,
    later: false,
  };
}

function mailStep({ smtp }: SiteState): FirstStep {
  return {
    title: 'Set up mail',
    says: 'Not needed yet: this version sends no mail. SMTP_URL is only checked at the start, for the version that will.',
    done: smtp,
    href: null,
    link: null,
    later: true,
  };
}

/** Whether others than this machine could use the address. */
function isPublic(origin: string): boolean {
  const { hostname } = new URL(origin);
  return !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1?\]|0\.0\.0\.0)$/.test(hostname);
}
