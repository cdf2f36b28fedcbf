-- AlterTable
ALTER TABLE "claims" ADD COLUMN     "rejection" DOUBLE PRECISION,
ADD COLUMN     "rejection_headline" UUID,
ADD COLUMN     "rejection_votes" INTEGER NOT NULL DEFAULT 0;

-- What follows is written by hand. The first two are those of src/lib/verdicts/weakest-link/rejection.ts, where they are
-- explained; a test compares both.
CREATE FUNCTION "rejection_of"("agreeing_against" bigint, "agreeing" bigint, "disagreeing_against" bigint, "disagreeing" bigint)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN agreeing >= 10 AND disagreeing >= 10 AND 2 * agreeing_against > agreeing
    AND 2 * disagreeing_against > disagreeing
  THEN (agreeing_against + 1)::float8 / (agreeing + 2) * ((disagreeing_against + 1)::float8 / (disagreeing + 2)) END
$$;

CREATE FUNCTION "rejection_due"("votes" integer, "published" integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT abs(votes - published) >= greatest(10, published / 100 * 10)
$$;

-- How both camps of a headline claim reject each claim, by the votes that count now. Private: only the weakest link is
-- public.
CREATE VIEW "claim_rejections" AS
SELECT c.id AS claim_id, d.headline_id,
  rejection_of(
    count(*) FILTER (WHERE h.stance = 'agree' AND v.stance = 'disagree'), count(*) FILTER (WHERE h.stance = 'agree'),
    count(*) FILTER (WHERE h.stance = 'disagree' AND v.stance = 'disagree'), count(*) FILTER (WHERE h.stance = 'disagree')
  ) AS rejection
FROM claims c JOIN verdicts d ON d.id = c.verdict_id
LEFT JOIN counted_votes v ON v.claim_id = c.id
LEFT JOIN votes h ON h.claim_id = d.headline_id AND h.user_id = v.user_id AND h.counts_at IS NULL
GROUP BY c.id, d.headline_id;

-- Deferred to the commit: the statement that moves a claim's counts writes its votes, too, in any order.
CREATE FUNCTION "publish_rejection"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims c SET (rejection, rejection_headline) = (
    SELECT r.rejection, r.headline_id FROM claim_rejections r WHERE r.claim_id = NEW.id
  ), rejection_votes = (c.agree + c.disagree) / 10 * 10
  WHERE c.id = NEW.id AND rejection_due(c.agree + c.disagree, c.rejection_votes);
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "claims_rejection" AFTER UPDATE OF "agree", "disagree" ON "claims"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (rejection_due(NEW.agree + NEW.disagree, NEW.rejection_votes)) EXECUTE FUNCTION "publish_rejection"();

UPDATE claims c SET rejection = r.rejection, rejection_headline = r.headline_id,
  rejection_votes = (c.agree + c.disagree) / 10 * 10
FROM claim_rejections r WHERE r.claim_id = c.id AND rejection_due(c.agree + c.disagree, 0);
