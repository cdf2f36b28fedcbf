-- The sort key of "top", computed where the counts change. Written by hand: Prisma can't express functions.

-- Lower bound of Wilson's 95 % interval for the share positive / total; 0 if total is 0.
-- Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
CREATE FUNCTION "wilson_lower"("positive" double precision, "total" double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN total = 0 THEN 0 ELSE (
    share + z * z / (2 * total) - z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
  ) / (1 + z * z / total) END
  FROM (SELECT positive / nullif(total, 0) AS share, 1.96::float8 AS z) part
$$;

-- -1 to 1: the lower bound of "helpful" minus that of "not helpful". One rating doesn't beat forty, and unrated comments
-- rank above rejected ones.
CREATE FUNCTION "rating_score"("helpful" integer, "not_helpful" integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT wilson_lower(helpful, total) - wilson_lower(not_helpful, total)
  FROM (SELECT helpful::float8 + not_helpful AS total) both_counts
$$;
