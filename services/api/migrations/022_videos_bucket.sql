-- Bucket for Veo 3 output. Private: the API hands out signed addresses.
INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('videos', 'videos', FALSE, 524288000, ARRAY['video/mp4', 'video/webm'])
ON CONFLICT (id) DO NOTHING;

CREATE POLICY "Users can view videos of their own jobs"
  ON storage.objects FOR SELECT
  TO authenticated
  USING (
    bucket_id = 'videos'
    AND EXISTS (
      SELECT 1
      FROM public.video_generation_jobs j
      WHERE j.user_id = (SELECT auth.uid())
        AND strpos(j.video_url, storage.objects.name) > 0
    )
  );

CREATE POLICY "Only the backend writes videos"
  ON storage.objects AS RESTRICTIVE FOR INSERT
  TO authenticated
  WITH CHECK (bucket_id <> 'videos');
