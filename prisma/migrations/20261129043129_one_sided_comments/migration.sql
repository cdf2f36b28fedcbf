-- AlterTable
ALTER TABLE "comments" ADD COLUMN     "ground_vetoed" BOOLEAN NOT NULL DEFAULT false;

-- Written by hand: functions. A comment that the last factorization found one-sided (ONE_SIDED_FACTOR in
-- src/lib/common-ground/factorization/factorize.ts) has no badge. docs/common-ground.md has the measurements.
CREATE FUNCTION "ground_is_one_sided"("comment" uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT 1 FROM comment_factors f WHERE f.comment_id = comment AND abs(f.ground_factor) >= 0.5)
$$;

-- As before, with that condition. It is read where the rest is computed, so the badge changes at multiples of ten only.
CREATE OR REPLACE FUNCTION "keep_common_ground"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ground_is_due(NEW.ground_shown, NEW.agree_helpful + NEW.agree_not_helpful + NEW.disagree_helpful + NEW.disagree_not_helpful)
  THEN
    NEW.ground_shown := ARRAY[NEW.agree_helpful, NEW.agree_not_helpful, NEW.disagree_helpful, NEW.disagree_not_helpful];
    NEW.ground_vetoed := ground_is_one_sided(NEW.id);
    NEW.ground_badge := ground_badge(NEW.ground_shown, NEW.ground_badge) AND NOT NEW.ground_vetoed;
    NEW.agree_score := ground_side(NEW.agree_helpful, NEW.agree_not_helpful);
    NEW.disagree_score := ground_side(NEW.disagree_helpful, NEW.disagree_not_helpful);
  END IF;
  -- The path of a comment that readers haven't seen yet has no seq, but a number above all of them.
  NEW.ground_score := ground_score(NEW.helpful, NEW.not_helpful, NEW.ground_shown,
    ('x' || right(NEW.path, 8))::bit(32)::bigint, NEW.credits);
  RETURN NEW;
END $$;
