-- AlterTable
ALTER TABLE "comments" ADD COLUMN     "agree_helpful" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "agree_not_helpful" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "agree_score" DOUBLE PRECISION,
ADD COLUMN     "credits" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "disagree_helpful" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "disagree_not_helpful" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "disagree_score" DOUBLE PRECISION,
ADD COLUMN     "ground_badge" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ground_score" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "ground_shown" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0]::INTEGER[];

-- AlterTable
ALTER TABLE "verdicts" ADD COLUMN     "headline_id" UUID;

-- CreateIndex
CREATE INDEX "comments_verdict_id_depth_ground_score_path_idx" ON "comments"("verdict_id", "depth", "ground_score", "path");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_headline_id_key" ON "verdicts"("headline_id");

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_headline_id_fkey" FOREIGN KEY ("headline_id") REFERENCES "claims"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What follows is written by hand: what Prisma can't express. The formulas are those of src/lib/common-ground/score.ts
-- and badge.ts, where they are explained; a test compares both. `shown` are four counts: helpful and not helpful of those
-- who agree with the headline claim, then of those who disagree.

CREATE FUNCTION "ground_wilson"("helpful" integer, "total" integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN total = 0 THEN 0 ELSE greatest(0, (
    share + z * z / (2 * total) - z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
  ) / (1 + z * z / total)) END
  FROM (SELECT helpful::float8 / nullif(total, 0) AS share, 1.2816::float8 AS z) part
$$;

CREATE FUNCTION "ground_side"("helpful" integer, "not_helpful" integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN helpful + not_helpful >= 3 THEN ground_wilson(helpful, helpful + not_helpful) END
$$;

CREATE FUNCTION "ground_at_best"("helpful" integer, "not_helpful" integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ground_wilson(helpful + missing, helpful + not_helpful + missing)
  FROM (SELECT greatest(0, 3 - helpful - not_helpful) AS missing) best
$$;

CREATE FUNCTION "ground_camps"("shown" integer[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sqrt(ground_at_best(shown[1], shown[2]) * ground_at_best(shown[3], shown[4]))
$$;

CREATE FUNCTION "ground_fallback"("helpful" integer, "not_helpful" integer, "born" bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ground_wilson(helpful, helpful + not_helpful)
    + least(0.25, 0.03 * ln(1 + born::float8)) * 3 / (3 + helpful::float8 + not_helpful)
$$;

CREATE FUNCTION "ground_score"("helpful" integer, "not_helpful" integer, "shown" integer[], "born" bigint, "credits" integer)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN shown[1] + shown[2] >= 3 AND shown[3] + shown[4] >= 3 THEN ground_camps(shown)
    ELSE least(ground_fallback(helpful, not_helpful, born), ground_camps(shown)) END
    + least(0.1, 0.025 * ln(1 + credits::float8) / ln(2::float8))
$$;

CREATE FUNCTION "ground_badge"("shown" integer[], "had" boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN had THEN agree >= 2 AND disagree >= 2 ELSE
    agree >= 4 AND (agree >= 10 OR agree >= 0.05 * (shown[1] + shown[2]))
    AND disagree >= 4 AND (disagree >= 10 OR disagree >= 0.05 * (shown[3] + shown[4])) END
  FROM (SELECT shown[1] - shown[2] AS agree, shown[3] - shown[4] AS disagree) net
$$;

-- Whether what derives from the camps' ratings is computed again: at the next ten, or ten below the last. A rating that
-- comes and goes at a multiple of ten computes nothing.
CREATE FUNCTION "ground_is_due"("shown" integer[], "total" integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT abs(total - (shown[1] + shown[2] + shown[3] + shown[4]) / 10 * 10) >= 10
$$;

CREATE FUNCTION "keep_common_ground"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ground_is_due(NEW.ground_shown, NEW.agree_helpful + NEW.agree_not_helpful + NEW.disagree_helpful + NEW.disagree_not_helpful)
  THEN
    NEW.ground_shown := ARRAY[NEW.agree_helpful, NEW.agree_not_helpful, NEW.disagree_helpful, NEW.disagree_not_helpful];
    NEW.ground_badge := ground_badge(NEW.ground_shown, NEW.ground_badge);
    NEW.agree_score := ground_side(NEW.agree_helpful, NEW.agree_not_helpful);
    NEW.disagree_score := ground_side(NEW.disagree_helpful, NEW.disagree_not_helpful);
  END IF;
  -- The path of a comment that readers haven't seen yet has no seq, but a number above all of them.
  NEW.ground_score := ground_score(NEW.helpful, NEW.not_helpful, NEW.ground_shown,
    ('x' || right(NEW.path, 8))::bit(32)::bigint, NEW.credits);
  RETURN NEW;
END $$;

CREATE TRIGGER "comments_common_ground" BEFORE INSERT OR UPDATE OF "helpful", "not_helpful", "agree_helpful",
  "agree_not_helpful", "disagree_helpful", "disagree_not_helpful", "ground_shown", "credits", "path"
  ON "comments" FOR EACH ROW EXECUTE FUNCTION "keep_common_ground"();

-- The four counts from the rows that they count. A rating counts for the camp of its reader's counted vote.
CREATE VIEW "camp_counts" AS
SELECT c.id AS comment_id, c.verdict_id, c.path,
  (count(*) FILTER (WHERE v.stance = 'agree' AND r.helpful))::int AS agree_helpful,
  (count(*) FILTER (WHERE v.stance = 'agree' AND NOT r.helpful))::int AS agree_not_helpful,
  (count(*) FILTER (WHERE v.stance = 'disagree' AND r.helpful))::int AS disagree_helpful,
  (count(*) FILTER (WHERE v.stance = 'disagree' AND NOT r.helpful))::int AS disagree_not_helpful
FROM comments c JOIN verdicts d ON d.id = c.verdict_id
LEFT JOIN counted_ratings r ON r.comment_id = c.id
LEFT JOIN votes v ON v.claim_id = d.headline_id AND v.user_id = r.user_id AND v.counts_at IS NULL
GROUP BY c.id;

-- As `headlineOf` in src/lib/verdicts/headline.ts. The claims of a version are in the order of its content.
UPDATE verdicts v SET headline_id = (
  SELECT c.id FROM claims c WHERE c.verdict_id = v.id AND c.kind = 'classification' AND c.retired_at IS NULL
  ORDER BY coalesce(v.content->'score' <> 'null'
    AND v.content->'claims'->c.position->>'origin' = 'score', false) DESC, c.position LIMIT 1
);

UPDATE comments c SET agree_helpful = n.agree_helpful, agree_not_helpful = n.agree_not_helpful,
  disagree_helpful = n.disagree_helpful, disagree_not_helpful = n.disagree_not_helpful
FROM camp_counts n WHERE n.comment_id = c.id;
