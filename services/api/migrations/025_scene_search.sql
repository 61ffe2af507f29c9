-- Full-text search over scenes; the column keeps itself up to date.
ALTER TABLE public.scenes
  ADD COLUMN search_text TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('english', replace(slug, '-', ' ')), 'A')
    || setweight(to_tsvector('english', script_excerpt), 'B')
    || setweight(to_tsvector('english', COALESCE(notes, '')), 'C')
  ) STORED;

CREATE INDEX idx_scenes_search ON public.scenes USING GIN (search_text);
