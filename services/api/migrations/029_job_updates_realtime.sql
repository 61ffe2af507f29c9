-- Experiment: job progress over Realtime. The editor still polls; the membership stayed.
ALTER PUBLICATION supabase_realtime ADD TABLE public.image_generation_jobs;

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM pg_publication_tables
    WHERE pubname = 'supabase_realtime' AND schemaname = 'public' AND tablename = 'video_generation_jobs'
  ) THEN
    ALTER PUBLICATION supabase_realtime ADD TABLE public.video_generation_jobs;
  END IF;
END
$$;

-- The old row is needed to show "processing -> failed".
ALTER TABLE public.video_generation_jobs REPLICA IDENTITY FULL;
