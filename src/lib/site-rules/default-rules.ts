import type { RuleSet } from './rule-set.ts';

/** In force until an admin changes a rule. Each reason of a report leads to one of these anchors. */
export const DEFAULT_RULES: RuleSet = {
  rules: [
    {
      anchor: 'personal-attacks',
      title: 'Argue with what was said, not against the person',
      text: 'Say as sharply as you like what is wrong with an argument. Don’t insult, threaten or follow around the person who made it, whether they are a reader, an author of the paper or a moderator.',
    },
    {
      anchor: 'hate',
      title: 'Don’t attack people for who they are',
      text: 'No contempt for people because of where they come from, what they believe, whom they love, their sex, their skin, their age or a disability. You may criticise ideas, companies and institutions.',
    },
    {
      anchor: 'private-data',
      title: 'Don’t publish private data',
      text: 'No addresses, phone numbers, private messages or photos of other people, and no real names of people who use another name here. What someone has published about their own work is fine.',
    },
    {
      anchor: 'law',
      title: 'No threats, and nothing illegal',
      text: 'Don’t threaten anyone or call for violence, and don’t post what is illegal to publish. If someone is in danger, call the emergency services first; then report the comment.',
    },
    {
      anchor: 'quotations',
      title: 'Quote accurately',
      text: 'What you put in quotation marks has to be in the paper or the verdict, word for word. Mark what you leave out. Being wrong about what a text means is no offence; putting words in its mouth is.',
    },
    {
      anchor: 'intent',
      title: 'If you accuse authors of bad intent, show it',
      text: '“This is wrong” needs an argument. “They know it is wrong” needs evidence: quote the passage, or link to what shows it.',
    },
    {
      anchor: 'on-topic',
      title: 'Stay with the verdict and its paper',
      text: 'Discuss what the paper says, what the Oracle says about it, or what a reader replied. If it is about the site itself, use the feedback form.',
    },
    {
      anchor: 'spam',
      title: 'Don’t advertise, and don’t flood',
      text: 'No advertising, and not the same text again and again. A link to your own work is welcome if it answers what was said.',
    },
  ],
  former: [],
};
