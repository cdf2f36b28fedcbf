/** Where the number of new comments of these verdicts is, with what the header shows. */
export const newsAddress = (slugs: string[]): string => `/api/v1/mine?verdicts=${slugs.join()}`;
