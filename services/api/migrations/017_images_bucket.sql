-- Bucket for frame pictures (stage 10). Public: the player loads frames by their address.
INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('images', 'images', TRUE, 20971520, ARRAY['image/png', 'image/jpeg', 'image/webp'])
ON CONFLICT (id) DO NOTHING;

CREATE POLICY "Frame images can be managed by their uploader"
  ON storage.objects FOR ALL
  TO authenticated
  USING (bucket_id = 'images' AND owner_id = (SELECT auth.uid())::text)
  WITH CHECK (bucket_id = 'images' AND owner_id = (SELECT auth.uid())::text);
