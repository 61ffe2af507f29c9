-- Bucket for asset pictures. Keys: project_<id>/branch_<id>/master-assets/<asset>_<timestamp>_<random>.<ext>
INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('asset-images', 'asset-images', TRUE, 10485760, ARRAY['image/png', 'image/jpeg', 'image/webp'])
ON CONFLICT (id) DO UPDATE
  SET public = EXCLUDED.public,
      file_size_limit = EXCLUDED.file_size_limit,
      allowed_mime_types = EXCLUDED.allowed_mime_types;

CREATE POLICY "Asset images can be listed by their owner"
  ON storage.objects FOR SELECT
  TO authenticated
  USING (
    bucket_id = 'asset-images'
    AND EXISTS (
      SELECT 1 FROM public.projects p
      WHERE 'project_' || p.id = (storage.foldername(name))[1]
        AND p.user_id = auth.uid()
    )
  );

CREATE POLICY "Asset images can be uploaded to own projects"
  ON storage.objects FOR INSERT
  TO authenticated
  WITH CHECK (
    bucket_id = 'asset-images'
    AND EXISTS (
      SELECT 1 FROM public.projects p
      WHERE 'project_' || p.id = (storage.foldername(name))[1]
        AND p.user_id = auth.uid()
    )
  );
