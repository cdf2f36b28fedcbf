-- The search: see src/lib/search. Functions, triggers and the text search configuration are written by hand.

-- Typos, and parts of names and titles. A trusted extension, which the owner of a database may create.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "comment_words" (
    "comment_id" UUID NOT NULL,
    "n" BIGSERIAL NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "comment_words_pkey" PRIMARY KEY ("comment_id")
);

-- CreateTable
CREATE TABLE "verdict_words" (
    "verdict_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "verdict_words_pkey" PRIMARY KEY ("verdict_id")
);

-- CreateTable
CREATE TABLE "known_words" (
    "word" TEXT NOT NULL,

    CONSTRAINT "known_words_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "known_words_progress" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "n" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "known_words_progress_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "comment_words_n_key" ON "comment_words"("n");

-- CreateIndex
CREATE INDEX "comment_words_words_idx" ON "comment_words" USING GIN ("words");

-- CreateIndex
CREATE INDEX "verdict_words_words_idx" ON "verdict_words" USING GIN ("words");

-- CreateIndex
CREATE INDEX "verdict_words_title_idx" ON "verdict_words" USING GIN ("title" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "known_words_word_idx" ON "known_words" USING GIN ("word" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_username_idx" ON "users" USING GIN ("username" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "verdict_words" ADD CONSTRAINT "verdict_words_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- `is:removed` reads these only.
CREATE INDEX "comments_removed_idx" ON "comments" ("id") WHERE "status" = 'removed';

-- English stems, with the words that English searches leave out ("the"): a quoted phrase may need them. Other languages
-- keep their words, unless an English ending is cut from both sides of the comparison.
CREATE TEXT SEARCH DICTIONARY "search_stem" (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION "search" (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION "search"
  ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat, version WITH "search_stem";

-- Text as it is compared: in lower case, without accents and vowel points, letters and digits only. Letters of scripts
-- that don't separate words are words of their own. Searched text and query both pass through this function.
CREATE FUNCTION "search_fold"("given" text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  folded text := left(given, 80000);
BEGIN
  IF octet_length(folded) > char_length(folded) THEN
    folded := regexp_replace(folded, '[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u2018\u2019\u201b\u2032\u02bc]', '', 'g');
    folded := regexp_replace(normalize(folded, NFKD), '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]', '', 'g');
    folded := translate(lower(normalize(folded, NFC)), 'øłđħı', 'oldhi');
    folded := replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
    folded := regexp_replace(folded, '[\u007f-\u00bf\u00d7\u00f7\u02b9-\u02ff\u055a-\u055f\u060c\u061b\u061f\u06d4\u0964\u0965\u0e2f\u0e4f\u0e5a\u0e5b\u104a\u104b\u17d4-\u17da\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ufe10-\ufe6f\uff00-\uff0f\ufff0-\uffff\U000e0000-\U000fffff]+', ' ', 'g');
    folded := regexp_replace(folded, '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U0001f300-\U0001faff\U00020000-\U0003ffff])', ' \1 ', 'g');
  END IF;
  RETURN btrim(regexp_replace(translate(lower(folded), '''', ''), '[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+', ' ', 'g'));
END $$;

-- Pairs of neighbouring letters that are words of their own. One such letter is common, so a search for several of them
-- would read many comments; a pair is rare.
CREATE FUNCTION "search_pairs"("folded" text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH letters AS MATERIALIZED (
    SELECT word, n FROM regexp_split_to_table(folded, ' ') WITH ORDINALITY AS each(word, n)
    WHERE char_length(word) = 1 AND word >= U&'\0e00'
  )
  SELECT coalesce((SELECT array_agg(DISTINCT '~' || a.word || b.word) FROM letters a JOIN letters b ON b.n = a.n + 1), '{}')
$$;

CREATE FUNCTION "search_vector"("folded" text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF octet_length(folded) = char_length(folded) THEN RETURN to_tsvector('search', folded); END IF;
  RETURN to_tsvector('search', folded) || array_to_tsvector(search_pairs(folded));
END $$;

-- The words of a text one after the other.
CREATE FUNCTION "search_phrase"("given" text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  folded text := search_fold(given);
  sought tsquery := phraseto_tsquery('search', folded);
  pair text;
BEGIN
  IF octet_length(folded) > char_length(folded) THEN
    FOREACH pair IN ARRAY search_pairs(folded) LOOP sought := sought && quote_literal(pair)::tsquery; END LOOP;
  END IF;
  RETURN sought;
END $$;

-- The same words anywhere in a text, which an index can tell without reading the text.
CREATE FUNCTION "search_words"("given" text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  folded text := search_fold(given);
  sought tsquery := plainto_tsquery('search', folded);
  pair text;
BEGIN
  IF octet_length(folded) > char_length(folded) THEN
    FOREACH pair IN ARRAY search_pairs(folded) LOOP sought := sought && quote_literal(pair)::tsquery; END LOOP;
  END IF;
  RETURN sought;
END $$;

-- A query of alternatives: [[{"text", "excluded"}, …], …]. Not exact, it finds all that the exact one finds and more, but
-- without reading texts.
CREATE FUNCTION "search_query"("groups" jsonb, "exact" boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  alternative jsonb;
  term jsonb;
  part tsquery;
  all_of tsquery;
  any_of tsquery := '';
BEGIN
  FOR alternative IN SELECT * FROM jsonb_array_elements(groups) LOOP
    all_of := '';
    FOR term IN SELECT * FROM jsonb_array_elements(alternative) LOOP
      part := CASE WHEN exact THEN search_phrase(term->>'text') ELSE search_words(term->>'text') END;
      IF (term->>'excluded')::boolean THEN part := CASE WHEN exact AND numnode(part) > 0 THEN !! part ELSE '' END; END IF;
      all_of := all_of && part;
    END LOOP;
    any_of := any_of || all_of;
  END LOOP;
  RETURN any_of;
END $$;

-- The text of a comment's HTML. What a tag inside a line separates is one word.
CREATE FUNCTION "search_text_of_html"("html" text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(html, '</?(em|strong|s|code|a)( [^>]*)?>', '', 'g'), '<[^>]*>|&(amp|lt|gt|quot);', ' ', 'g')
$$;

-- The words of a comment, its author, and its place among all comments in steps of 4,096, 65,536 and 1,048,576. No word
-- of a text has a "~". By its place, a search for a common word finds the newest matches without reading all of them.
CREATE FUNCTION "search_comment"("html" text, "author" uuid, "n" bigint) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT search_vector(search_fold(search_text_of_html(html)))
    || array_to_tsvector(ARRAY['~a' || author, '~1.' || (n >> 12), '~2.' || (n >> 16), '~3.' || (n >> 20)])
$$;

CREATE FUNCTION "search_verdict_texts"("content" jsonb, "paths" jsonpath[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT search_fold(coalesce(string_agg(text #>> '{}', ' '), ''))
  FROM unnest(paths) path CROSS JOIN LATERAL jsonb_path_query(content, path) text
$$;

-- Title, then source and claims, then headings, then text: the order of their weight.
CREATE FUNCTION "search_verdict"("title" text, "source" text, "opening" text, "content" jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(search_vector(search_fold(title)), 'A')
    || setweight(search_vector(search_fold(coalesce(source, ''))), 'B')
    || setweight(search_vector(search_verdict_texts(content, '{$.claims[*].label}')), 'B')
    || setweight(search_vector(search_verdict_texts(content, '{$.sections[*].heading}')), 'C')
    || setweight(search_vector(search_fold(coalesce(opening, ''))), 'D')
    || setweight(search_vector(search_verdict_texts(content, '{$.sections[*].blocks[*].text, $.sections[*].blocks[*].items[*],
      $.sections[*].blocks[*].label, $.sections[*].blocks[*].detail, $.sections[*].blocks[*].header[*],
      $.sections[*].blocks[*].rows[*][*]}')), 'D')
$$;

-- Words whose spelling a search may suggest.
CREATE FUNCTION "search_known_words"("folded" text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT DISTINCT word FROM regexp_split_to_table(folded, ' ') word
  WHERE char_length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]' ORDER BY word
$$;

CREATE FUNCTION "keep_comment_words"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM comment_words WHERE comment_id = OLD.id;
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE comment_words SET words = search_comment(NEW.html, NEW.author_id, n) WHERE comment_id = NEW.id;
  ELSE
    place := nextval('comment_words_n_seq');
    INSERT INTO comment_words (comment_id, n, words)
    VALUES (NEW.id, place, search_comment(NEW.html, NEW.author_id, place));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "comments_words" AFTER INSERT OR DELETE ON "comments" FOR EACH ROW EXECUTE FUNCTION "keep_comment_words"();
CREATE TRIGGER "comments_words_change" AFTER UPDATE OF "html" ON "comments" FOR EACH ROW
  WHEN (OLD."html" IS DISTINCT FROM NEW."html") EXECUTE FUNCTION "keep_comment_words"();

CREATE FUNCTION "keep_verdict_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO verdict_words (verdict_id, title, words)
  VALUES (NEW.id, search_fold(NEW.title),
    search_verdict(NEW.title, concat_ws(' ', NEW.source_name, NEW.source_feed), NEW.opening, NEW.content))
  ON CONFLICT (verdict_id) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words;
  INSERT INTO known_words
  SELECT search_known_words(search_fold(concat_ws(' ', NEW.title, NEW.source_name, NEW.opening))
    || ' ' || search_verdict_texts(NEW.content, '{$.claims[*].label, $.sections[*].heading, $.sections[*].blocks[*].text,
      $.sections[*].blocks[*].items[*], $.sections[*].blocks[*].detail}'))
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER "verdicts_words" AFTER INSERT ON "verdicts" FOR EACH ROW EXECUTE FUNCTION "keep_verdict_words"();
CREATE TRIGGER "verdicts_words_change" AFTER UPDATE OF "title", "source_name", "source_feed", "opening", "content"
  ON "verdicts" FOR EACH ROW EXECUTE FUNCTION "keep_verdict_words"();

-- Builds the index again, for example after a change of these functions: docs/operating.md.
CREATE FUNCTION "rebuild_search"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE comment_words, verdict_words, known_words, known_words_progress;
  PERFORM setval('comment_words_n_seq', 1, false);
  INSERT INTO comment_words (comment_id, n, words)
  SELECT id, place, search_comment(html, author_id, place)
  FROM (SELECT id, html, author_id, nextval('comment_words_n_seq') AS place FROM (SELECT * FROM comments ORDER BY id) c) c;
  UPDATE verdicts SET title = title;
END $$;
SELECT rebuild_search();
