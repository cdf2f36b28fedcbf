-- AlterTable
ALTER TABLE "verdicts" ADD COLUMN     "feed_slug" TEXT,
ADD COLUMN     "model_slug" TEXT;

-- CreateTable
CREATE TABLE "scorecard_slugs" (
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "scorecard_slugs_pkey" PRIMARY KEY ("kind","slug")
);

-- CreateIndex
CREATE UNIQUE INDEX "scorecard_slugs_kind_name_key" ON "scorecard_slugs"("kind", "name");

-- CreateIndex
CREATE INDEX "verdicts_model_slug_idx" ON "verdicts"("model_slug");

-- CreateIndex
CREATE INDEX "verdicts_feed_slug_idx" ON "verdicts"("feed_slug");

-- Written by hand: Prisma can't express functions, triggers and checks.
ALTER TABLE "scorecard_slugs" ADD CONSTRAINT "scorecard_slugs_kind" CHECK ("kind" IN ('model', 'feed')),
ADD CONSTRAINT "scorecard_slugs_slug" CHECK ("slug" ~ '^[a-z0-9-]+$');

-- The slug of this name: in lower case, with every other character as "-". A name without one gets the first that is
-- free, with a number if necessary. The lock makes two transactions with new names wait for each other.
CREATE FUNCTION "scorecard_slug"("of_kind" text, "of_name" text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  chosen text;
  base text;
BEGIN
  IF coalesce(of_name, '') = '' THEN
    RETURN NULL;
  END IF;
  FOR attempt IN 1..2 LOOP
    SELECT s.slug INTO chosen FROM scorecard_slugs s WHERE s.kind = of_kind AND s.name = of_name;
    IF chosen IS NOT NULL THEN
      RETURN chosen;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('copecheck.scorecard-slugs'));
  END LOOP;
  -- The collation "C" knows ASCII only, on every server.
  base := regexp_replace(lower(of_name COLLATE "C"), '[^a-z0-9]', '-', 'g');
  FOR number IN 1..2147483646 LOOP
    chosen := CASE number WHEN 1 THEN base ELSE base || '-' || number END;
    EXIT WHEN NOT EXISTS (SELECT 1 FROM scorecard_slugs s WHERE s.kind = of_kind AND s.slug = chosen);
  END LOOP;
  INSERT INTO scorecard_slugs (kind, slug, name) VALUES (of_kind, chosen, of_name);
  RETURN chosen;
END $$;

CREATE FUNCTION "set_scorecard_slugs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.model_slug := scorecard_slug('model', NEW.model);
  NEW.feed_slug := scorecard_slug('feed', NEW.source_feed);
  RETURN NEW;
END $$;
CREATE TRIGGER "verdicts_scorecards" BEFORE INSERT OR UPDATE OF "model", "source_feed" ON "verdicts"
FOR EACH ROW EXECUTE FUNCTION "set_scorecard_slugs"();

-- In the order in which the names appeared.
DO $$
DECLARE
  verdict record;
BEGIN
  FOR verdict IN SELECT "id" FROM "verdicts" ORDER BY "created_at", "id" LOOP
    UPDATE "verdicts" SET "model" = "model" WHERE "id" = verdict.id;
  END LOOP;
END $$;
