-- The steps that nobody may go back, whatever a use case gets wrong: what its author took back stays so, what was
-- erased stays so, the one edit that brings a comment back is used up, and what anybody has seen (it has a seq) never
-- waits again as if it never was there. All other steps are discussion/transitions.ts'.
CREATE FUNCTION "refuse_way_back"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'there is no way back: comment %', OLD."id" USING CONSTRAINT = 'comments_no_way_back';
END $$;
CREATE TRIGGER "comments_no_way_back" BEFORE UPDATE ON "comments" FOR EACH ROW
  WHEN ((OLD."withdrawn_at" IS NOT NULL AND NEW."withdrawn_at" IS NULL)
    OR (OLD."erased_at" IS NOT NULL AND NEW."erased_at" IS NULL)
    OR (OLD."edited_back" AND NOT NEW."edited_back")
    OR (OLD."seq" > 0 AND OLD."moderated_status" <> 'pending' AND NEW."moderated_status" = 'pending'))
  EXECUTE FUNCTION "refuse_way_back"();
